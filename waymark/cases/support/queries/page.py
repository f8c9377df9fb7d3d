"""One record as its page shows it: what it says, what it said before, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from waymark.accounts.models import Organisation, Worker
from waymark.cases.answers import Answers, answers_from_json, value_of
from waymark.cases.fields.asking import Asked, fields_for
from waymark.cases.fields.showing import Shown, shown
from waymark.cases.models import AboutParticipant, FieldUse
from waymark.cases.records import read
from waymark.cases.support.kinds import Kind, Step
from waymark.cases.support.versions import Version, earlier_versions
from waymark.vault.keyring import Keyring

# What only the system reads, and what it writes itself and everybody may read.
INSIDE, WRITTEN_BY_US = frozenset({"provider_service"}), frozenset({"due_from"})


@dataclass(frozen=True)
class Difference:
    """An earlier version and what the next one changed of it."""

    number: int
    at: datetime
    by: str
    sections: list[Shown]


@dataclass(frozen=True)
class RecordPage:
    """Everything about one record."""

    answers: Answers
    sections: list[Shown]
    earlier: list[Difference]
    steps: list[tuple[str, Step]]


def page_of(
    kind: Kind, record: AboutParticipant, organisation: Organisation, keyring: Keyring
) -> RecordPage:
    """The page of a record. Raises CannotOpen."""
    content = read(record, keyring)
    answers = answers_from_json(content)
    fields = shown_fields(kind, organisation)
    versions = earlier_versions(content)
    return RecordPage(
        answers=answers,
        sections=shown(fields, answers),
        earlier=_differences(fields, versions, answers),
        steps=steps_now(kind, answers),
    )


def shown_fields(kind: Kind, organisation: Organisation) -> list[Asked]:
    """The fields that a page shows, as the organisation names them."""
    fields = fields_for(organisation, kind.record)
    return [_visible(each) for each in fields if each.spec.name not in INSIDE]


def steps_now(kind: Kind, answers: Answers) -> list[tuple[str, Step]]:
    """The steps that can be taken with a record that says this."""
    found = (kind.steps or {}).items()
    return [(name, step) for name, step in found if value_of(answers, step.done) is None]


def _visible(asked: Asked) -> Asked:
    ours = asked.spec.name in WRITTEN_BY_US
    return replace(asked, use=FieldUse.OPTIONAL) if ours else asked


def _differences(
    fields: Sequence[Asked], versions: Sequence[Version], now: Answers
) -> list[Difference]:
    """Each earlier version, with those of its answers that the next version no longer has."""
    found, after = [], now
    names = _names(versions)
    for version in versions:
        gone = {name: a for name, a in version.answers.items() if after.get(name) != a}
        by = names.get(str(version.by), "")
        found.append(Difference(version.number, version.at, by, shown(fields, gone)))
        after = version.answers
    return found


def _names(versions: Sequence[Version]) -> dict[str, str]:
    ids = {version.by for version in versions if version.by}
    workers = Worker.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in workers}
