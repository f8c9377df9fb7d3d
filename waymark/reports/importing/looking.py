"""A dry run: what every row of a file would become, told apart from what is here already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.reports.importing.choices import Chosen
from waymark.reports.importing.known import known_among
from waymark.reports.importing.reading.table import Line, Table
from waymark.reports.importing.rows import Outcome, Reader, Verdict
from waymark.reports.models import Recipient
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Looker:
    """Looks at rows of one file for one recipient, with the keys of a worker."""

    table: Table = field(repr=False)
    chosen: Chosen
    recipient: Recipient
    keyring: Keyring = field(repr=False)

    def look(self, lines: Sequence[Line], now: datetime | None = None) -> list[Outcome]:
        """What becomes of some rows. One that repeats another of them does not come in."""
        reader = Reader(self.table.headings, self.chosen, self.recipient.pk, now or timezone.now())
        read = [reader.read(line) for line in lines]
        known = known_among((m for each in read for m in each.marks), self.recipient, self.keyring)
        return list(_told_apart(read, known))


def _told_apart(outcomes: Iterable[Outcome], known: set[str]) -> Iterable[Outcome]:
    first: dict[str, int] = {}
    for each in outcomes:
        if known.intersection(each.marks):
            yield replace(each, verdict=Verdict.HERE)
            continue
        before = next((first[mark] for mark in each.marks if mark in first), None)
        if before is not None:
            why = _("It repeats row %(row)s: the same number, or the same words.")
            yield replace(each, verdict=Verdict.LEFT_OUT, why=why % {"row": before})
            continue
        first |= dict.fromkeys(each.marks, each.place)
        yield each
