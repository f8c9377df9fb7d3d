"""Whether a contact answers now, in words."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from waymark.contacts import opening
from waymark.contacts.models import Contact
from waymark.contacts.opening import Hours, Now, Span, State
from waymark.contacts.table import DAYS
from waymark.web import copies

UNKNOWN = Now(State.UNKNOWN)


def hours_of(contact: Contact) -> Hours:
    """A contact's hours as data; unknown ones where its source was not sure of them."""
    if not contact.hours_confirmed:
        return Hours()
    zone = ZoneInfo(contact.time_zone) if contact.time_zone else None
    return Hours(contact.always_open, tuple(_span(span) for span in contact.hours), zone)


def now(contact: Contact, moment: datetime | None = None) -> Now:
    """Whether a contact answers, now or at a moment; unknown for one that is not offered.

    Unknown in a copy of the pages too: it is read at another time.
    """
    if not contact.is_offered or copies.copying():
        return UNKNOWN
    found = opening.at(hours_of(contact), moment or timezone.now())
    # Somebody may answer at other times too, as the note says in words.
    return UNKNOWN if found.state is State.CLOSED and contact.hours_note else found


def in_words(found: Now) -> str:
    """The words “Open now”, or when it opens; empty where nobody knows."""
    if found.state is State.OPEN:
        return _("Open now")
    if found.state is State.UNKNOWN:
        return ""
    if found.opens is None:
        return _("Closed now")
    values = {"day": WEEKDAYS[found.opens.weekday()], "time": f"{found.opens:%H:%M}"}
    return _("Closed now. Opens %(day)s at %(time)s (their time).") % values


def _span(span: dict[str, object]) -> Span:
    named = span["days"]
    days = frozenset(number for number, day in enumerate(DAYS) if day in named)  # type: ignore[operator]  # JSON
    return Span(
        days, time.fromisoformat(str(span["opens"])), time.fromisoformat(str(span["closes"]))
    )
