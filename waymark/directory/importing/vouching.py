"""What another installation verified: of the source, with its own dates, never verified by us."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from waymark.directory.actions.verifying import HOLDS_DAYS, LONGEST_DAYS
from waymark.directory.hsds.assurance import FIELDS, VERIFY
from waymark.directory.importing import sql
from waymark.directory.importing.columns import tables
from waymark.directory.importing.linking import remove
from waymark.directory.importing.protecting import Verified
from waymark.directory.importing.staging import Stage
from waymark.directory.models import Aspect, Verification

ASPECTS = {field: aspect for aspect, field in FIELDS.items()}
UNTIL = re.compile(r"holds until (\d{4}-\d{2}-\d{2})$")
CHUNK = 500


@dataclass(frozen=True)
class Vouched:
    """One aspect of a service that the source says it verified."""

    id: str
    service: str
    aspect: Aspect
    at: datetime
    until: datetime


def take_vouched(stage: Stage) -> list[Vouched]:
    """Take the source's verifications out of its history, which tells of changes only."""
    if not stage.has("metadata"):
        return []
    table = tables()["metadata"]
    found: list[Vouched] = []
    rows = sql.fetch(
        "SELECT id, resource_id, field_name, last_action_date, replacement_value"  # noqa: S608
        f" FROM {table.staged} WHERE resource_type = 'service' AND last_action_type = %s",
        [VERIFY],
    )
    ours = [row for row in rows if row[2] in ASPECTS]
    for row_id, service, field, day, how in ours:
        if service and day and str(day) <= stage.today.isoformat():
            at = datetime.combine(date.fromisoformat(str(day)), time(), UTC)
            found.append(Vouched(row_id, service, ASPECTS[field], at, _until(at, how or "")))
    remove(stage, table, {row[0] for row in ours})
    return found


def _until(at: datetime, how: str) -> datetime:
    """How long it holds by its own words, and no longer than anything may hold here."""
    if said := UNTIL.search(how):
        try:
            until = datetime.combine(date.fromisoformat(said[1]), time(), UTC)
        except ValueError:
            return at
        return min(until, at + timedelta(days=LONGEST_DAYS))
    return at + timedelta(days=HOLDS_DAYS)


def new_vouched(stage: Stage, found: list[Vouched], verified: Verified) -> list[Vouched]:
    """Those that still hold and are not known here yet, about services that the source may change.

    What our people verified themselves stays theirs.
    """
    if not found or not stage.has("service"):
        return []
    staged = tables()["service"].staged
    taken = {
        row[0]
        for row in sql.fetch(f"SELECT id FROM {staged} WHERE verdict <> 'keep' OR given <> 0")  # noqa: S608
    }
    now = timezone.now()
    known: set[str] = set()
    for start in range(0, len(found), CHUNK):
        ids = [UUID(each.id) for each in found[start : start + CHUNK]]
        rows = Verification.objects.filter(pk__in=ids).values_list("pk", flat=True)
        known |= {pk.hex for pk in rows}
    return [
        each
        for each in found
        if each.service in taken
        and each.until > now
        and each.id not in known
        and (each.service, each.aspect) not in verified.when
    ]
