"""What this slice tells of a case's timeline."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.support.kinds import KINDS, Kind, day_of
from waymark.cases.support.queries.lines import Line, lines_of
from waymark.cases.timeline import Item, Source
from waymark.vault.keyring import Keyring

ENDS = {
    "support-plan": "spl_ActualEndDate",
    "safety-plan": "put_aside_on",
    "milestone": "reached",
}


def source_of(kind: Kind) -> Source:
    """The part of the timeline that a kind of record tells."""

    def items(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
        for line in lines_of(kind, case, keyring):
            yield _begun(line)
            ended = day_of(line.answers, ENDS.get(kind.slug, ""))
            if ended:
                yield _item(line, ended, _ended(kind))

    return items


def _begun(line: Line) -> Item:
    """A milestone's day may lie ahead: it stands where somebody wrote it down."""
    at = None if line.kind is KINDS["milestone"] else line.day
    return _item(line, at or line.record.written_at, str(line.kind.title))


def _item(line: Line, at: date | datetime, kind: str) -> Item:
    url = reverse("support_record", args=[line.record.case_id, line.kind.slug, line.record.pk])
    text = ": ".join(filter(None, (line.about, line.headline)))
    author = line.record.author
    return Item(at, kind, text, author.name if author else "", url)


def _ended(kind: Kind) -> str:
    return _("Reached") if kind is KINDS["milestone"] else _("Plan ended")
