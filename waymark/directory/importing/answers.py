"""The three answers about each criterion: from our own table, or from an installation like this."""

from collections.abc import Mapping
from uuid import UUID

from waymark.directory.importing import sql
from waymark.directory.importing.columns import tables
from waymark.directory.importing.protecting import Verified
from waymark.directory.importing.rows import Answered
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Aspect, Eligibility

CHUNK = 500


def compare_answers(stage: Stage, verified: Verified) -> None:
    """Keep of the answers only those that are new or other than here."""
    if not stage.answers or not stage.has("service"):
        stage.answers = []
        return
    staged = tables()["service"].staged
    taken = {
        row[0]
        for row in sql.fetch(f"SELECT id FROM {staged} WHERE verdict <> 'keep' OR given <> 0")  # noqa: S608
    }
    known = _known([each.service for each in stage.answers])
    kept: list[Answered] = []
    for each in stage.answers:
        old, note = known.get((each.service, each.criterion), ("unknown", ""))
        same = each.answer == old and each.note in {None, note}
        if each.service not in taken or same:
            continue
        where = (each.file, each.line)
        if code := verified.refuses({each.service}, Aspect.ELIGIBILITY):
            stage.report.say(
                Verdict.KEEP, "service", each.service, where,
                code=code, field=each.criterion, value=each.answer,
            )  # fmt: skip
            continue
        kept.append(each)
        stage.report.say(
            Verdict.CHANGE, "eligibility", each.service, where,
            changed=[(each.criterion, old, each.answer)],
        )  # fmt: skip
    stage.answers = kept


def _known(services: list[str]) -> Mapping[tuple[str, str], tuple[str, str]]:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    ids = sorted(set(services))
    for start in range(0, len(ids), CHUNK):
        some = [UUID(each) for each in ids[start : start + CHUNK]]
        rows = Eligibility.objects.filter(service__in=some)
        for row in rows:
            found[row.service_id.hex, row.criterion] = (row.answer, row.note)
    return found
