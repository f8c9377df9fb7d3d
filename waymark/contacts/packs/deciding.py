"""What becomes of each contact of a pack here. Nothing is written."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.contacts.checking import expiry_of
from waymark.contacts.models import Contact
from waymark.contacts.packs.reading import Packed
from waymark.contacts.phone import same_line
from waymark.contacts.rows import ContactRow, shows_the_same


class Outcome(Enum):
    """What the import does with a contact; the last four leave things as they are."""

    ADDED = "added"
    CHANGED = "changed"
    EXTENDED = "extended"
    PROPOSED = "proposed"
    SAME = "same"
    OURS_IS_NEWER = "ours_is_newer"
    OLDER = "older"
    EXPIRED = "expired"
    FROM_THE_FUTURE = "from_the_future"
    RETIRED = "retired"


SENTENCES: dict[Outcome, Promise] = {
    Outcome.ADDED: _("New: it will show."),
    Outcome.CHANGED: _("Changed: theirs was checked later and takes the place of what is here."),
    Outcome.EXTENDED: _("The same, checked later: it holds for longer."),
    Outcome.PROPOSED: _(
        "Our own workers stand for what is here. Theirs was checked later: it becomes a proposal "
        "that one of our workers checks and confirms."
    ),
    Outcome.SAME: _("Nothing new."),
    Outcome.OURS_IS_NEWER: _("Refused: our own workers checked it later or on the same day."),
    Outcome.OLDER: _("Refused: what is here was checked later or on the same day."),
    Outcome.EXPIRED: _("Refused: it was checked too long ago to be shown."),
    Outcome.FROM_THE_FUTURE: _("Refused: it says that it was checked on a day to come."),
    Outcome.RETIRED: _("Refused: one of its numbers was given up here and is not to be called."),
}


@dataclass(frozen=True)
class Line:
    """One contact of a pack and what becomes of it."""

    packed: Packed
    outcome: Outcome

    @property
    def sentence(self) -> str:
        """What becomes of it, in words."""
        return str(SENTENCES[self.outcome])


def decide(
    packed: Packed, known: Contact | None, neighbours: list[Contact], today: date
) -> Outcome:
    """What becomes of one contact. `neighbours` are the contacts of its country here."""
    row = packed.row
    if row.date_seen > today:
        return Outcome.FROM_THE_FUTURE
    if expiry_of(row.date_seen) < today:
        return Outcome.EXPIRED
    if _is_retired(row, neighbours):
        return Outcome.RETIRED
    if known is None:
        return Outcome.ADDED
    return _beside(row, known)


def _beside(row: ContactRow, known: Contact) -> Outcome:
    same = shows_the_same(row, known) and known.withdrawn_at is None
    if row.date_seen <= known.date_seen:
        if same and row.date_seen == known.date_seen:
            return Outcome.SAME
        return Outcome.OURS_IS_NEWER if known.ours else Outcome.OLDER
    if known.ours:
        return Outcome.PROPOSED
    return Outcome.EXTENDED if same else Outcome.CHANGED


def _is_retired(row: ContactRow, neighbours: list[Contact]) -> bool:
    """Whether a number was given up here, by this contact or by another of its country."""
    return any(
        same_line(retired, number.printed, row.country)
        for contact in neighbours
        for retired in contact.retired
        for number in row.numbers
    )
