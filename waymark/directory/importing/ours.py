"""What another installation like this one says beyond HSDS, as docs/hsds-profile.md tells it.

It becomes here what it was there, as far as a public export tells. The attributes themselves are
not kept: they are made anew. A location that is not published there arrives as one whose place
nobody here knows, never as a public one in the middle of its cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import translation

from waymark.directory import opening_hours
from waymark.directory.actions.capacity import HOLDS_HOURS
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.hsds import profile, veil
from waymark.directory.importing import sql
from waymark.directory.importing.columns import tables
from waymark.directory.importing.rows import Answered
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import CapacityStatus, Schedule, Taxonomy, TaxonomyTerm, Use
from waymark.directory.tiers import Tier

# How `veil` ends the description of a location that is not published, or that a partner's key
# opened; lists carry no attributes.
NOT_PUBLISHED = re.compile(
    r" ?(?:Where this is is not published\.(?: Area: (?P<area>[^\n]*?)\.)?"
    r"(?: The point is the middle of a cell of 0\.1 degrees, not the place\.)?"
    rf"|{re.escape(veil.CONFIDENTIAL)})$"
)
NO_AREA = "not published"


@dataclass(frozen=True)
class Said:
    """An attribute of ours: the code of its term, the row that it is about, and what it says."""

    code: str
    link: str
    value: str
    label: str
    file: int
    line: int


def take_ours(stage: Stage) -> set[str]:
    """Take what our own attributes say into the rows; returns locations without a known place."""
    said = list(_attributes(stage))
    _take_answers(stage, said)
    _set(stage, "service_at_location", "use", [e for e in said if e.code == profile.USE], Use)
    _take_zones(stage, [each for each in said if each.code == profile.ZONE])
    _take_room(stage, said)
    unplaced = _close(stage, [each for each in said if each.code == profile.CLOSED])
    _keep_newer_room(stage)
    _keep_history(stage)
    _forget(stage)
    return unplaced


def _attributes(stage: Stage) -> Iterator[Said]:
    if not stage.has("attribute"):
        return
    codes = {term.pk.hex: term.code for term in profile.terms()}
    rows = sql.fetch(
        "SELECT taxonomy_term_id, link_id, value, label, file, place"  # noqa: S608
        f" FROM {tables()['attribute'].staged} WHERE taxonomy_term_id IN ({_marks(codes)})"
        " AND link_id IS NOT NULL ORDER BY seq",
        [sql.stored(each) for each in codes],
    )
    for term, link, value, label, file, line in rows:
        yield Said(codes[term], link, value or "", label or "", file, line)


def _marks(values: Any) -> str:
    return ", ".join(["%s"] * len(values))


def _doubt(stage: Stage, entity: str, said: Said, code: str) -> None:
    where = (said.file, said.line)
    stage.report.say(
        Verdict.WARN, entity, said.link, where, code=code, field=said.code, value=said.value
    )


def _take_answers(stage: Stage, said: list[Said]) -> None:
    criteria = set(Criterion.values)
    for each in said:
        if each.code not in criteria:
            continue
        if each.value not in Answer.values:
            _doubt(stage, "eligibility", each, "bad_answer")
            continue
        stage.answers.append(
            Answered(each.link, each.code, each.value, each.file, each.line, each.label)
        )


def _set(stage: Stage, entity: str, name: str, said: list[Said], words: Any) -> None:
    """Set a column of the rows that attributes are about, to one of some words."""
    for each in said:
        if each.value not in words.values:
            _doubt(stage, entity, each, "bad_choice")
    _update(stage, entity, name, [(e.value, e.link) for e in said if e.value in words.values])


def _update(stage: Stage, entity: str, name: str, values: list[tuple[Any, str]]) -> None:
    if not stage.has(entity):
        return
    table = tables()[entity]
    bit = table.by_name[name].bit
    sql.run_many(
        f"UPDATE {table.staged} SET {name} = %s, given = given | {bit} WHERE id = %s",  # noqa: S608
        [(value, sql.stored(link)) for value, link in values],
    )


def _take_zones(stage: Stage, said: list[Said]) -> None:
    known = {
        zone: opening_hours.zone_of(Schedule(zone=zone)) is not None
        for zone in {each.value for each in said}
    }
    for each in said:
        if not known[each.value]:
            _doubt(stage, "schedule", each, "bad_choice")
    _update(stage, "schedule", "zone", [(e.value, e.link) for e in said if known[e.value]])


def _take_room(stage: Stage, said: list[Said]) -> None:
    """Whether there is room, and for whom. It holds no longer than what workers hear by default.

    The count and the sentence that stand for it in public are no count and no sentence here.
    """
    if not stage.has("service_capacity"):
        return
    entity, table = "service_capacity", tables()["service_capacity"]
    stated = [each for each in said if each.code == profile.CAPACITY]
    _set(stage, entity, "status", stated, CapacityStatus)
    people = [(each.value, each.link) for each in said if each.code == profile.POPULATION]
    _update(stage, entity, "population", people)
    ours = {each.link for each in said if each.code in {profile.CAPACITY, profile.POPULATION}}
    rows = sql.fetch(
        f"SELECT id, updated, status, population, description FROM {table.staged}"  # noqa: S608
    )
    known = [row for row in rows if row[0] in ours and row[2]]
    _update(stage, entity, "expires_at", [(_until(updated), row) for row, updated, *_ in known])
    sentences = _sentences()
    coarse = [
        (row_id,)
        for row_id, _, _, population, text in rows
        if (text or "").removeprefix(f"{population}: ") in sentences
    ]
    sql.run_many(
        f"UPDATE {table.staged} SET available = NULL, description = '' WHERE id = %s",  # noqa: S608
        coarse,
    )


def _sentences() -> set[str]:
    """What stands for counts in public, as `veil.coarsen` writes it."""
    with translation.override(None):
        return {f"{status.label}." for status in CapacityStatus} | {veil.ASK}


def _until(updated: str | None) -> str:
    """When what was heard at a stored moment counts no longer; without one at once."""
    moment = datetime.fromisoformat(updated or "1970-01-01")
    moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return str(moment + timedelta(hours=HOLDS_HOURS))


def _keep_newer_room(stage: Stage) -> None:
    """What somebody here heard since is newer than the source."""
    if not stage.has("service_capacity"):
        return
    table = tables()["service_capacity"]
    found = sql.fetch(
        f"SELECT s.id, s.file, s.place, s.updated FROM {table.staged} s JOIN {table.name} t"  # noqa: S608
        " ON t.id = s.id WHERE t.updated > s.updated"
    )
    for row_id, file, place, updated in found:
        stage.report.say(
            Verdict.KEEP, "service_capacity", row_id, (file, place),
            code="verified_here", field="updated", value=updated,
        )  # fmt: skip
    sql.run_many(
        f"UPDATE {table.staged} SET verdict = 'keep', given = 0 WHERE id = %s",  # noqa: S608
        [(row[0],) for row in found],
    )


def _keep_history(stage: Stage) -> None:
    """A change whose values are not published says less than what is here already."""
    if stage.has("metadata"):
        table = tables()["metadata"]
        here = sql.exists(table.name, f"t.id = {table.staged}.id")
        stage.sizes["metadata"] -= sql.run(
            f"DELETE FROM {table.staged} WHERE previous_value = %s AND replacement_value = %s"  # noqa: S608
            f" AND {here}",
            [veil.WITHHELD] * 2,
        )


def _close(stage: Stage, said: list[Said]) -> set[str]:
    """Make caseworkers' places of what is not published, by its attribute or by its description."""
    if not stage.has("location"):
        return set()
    table = tables()["location"]
    areas = {each.link: "" if each.value == NO_AREA else each.value for each in said}
    rows = sql.fetch(
        f"SELECT id, description FROM {table.staged}"  # noqa: S608
        " WHERE description LIKE %s OR description LIKE %s",
        ["%Where this is is not published.%", f"%{veil.CONFIDENTIAL}"],
    )
    shorter = []
    for row_id, description in rows:
        if found := NOT_PUBLISHED.search(description):
            areas.setdefault(row_id, found["area"] or "")
            shorter.append((description[: found.start()], row_id))
    _update(stage, "location", "description", shorter)
    _update(stage, "location", "area", [(area, row_id) for row_id, area in areas.items()])
    _update(stage, "location", "tier", [(Tier.CASEWORKER.value, row_id) for row_id in areas])
    return set(areas)


def _forget(stage: Stage) -> None:
    """Our taxonomies, their terms and attributes stand in no table."""
    ours: dict[tuple[str, str], Sequence[Taxonomy | TaxonomyTerm]] = {
        ("taxonomy", "id"): profile.taxonomies(),
        ("taxonomy_term", "id"): profile.terms(),
        ("attribute", "taxonomy_term_id"): profile.terms(),
    }
    for (entity, column), rows in ours.items():
        if stage.has(entity):
            ids = [sql.stored(row.pk.hex) for row in rows]
            stage.sizes[entity] -= sql.run(
                f"DELETE FROM {tables()[entity].staged} WHERE {column} IN ({_marks(ids)})",  # noqa: S608
                ids,
            )
