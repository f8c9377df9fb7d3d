"""Opening hours in words."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from waymark.contacts.models import Contact
from waymark.contacts.places import country_name
from waymark.contacts.table import DAYS
from waymark.contacts.wording import HoursNote


def hours_sentences(contact: Contact, language: str) -> list[str]:
    """When a line answers, as far as its source says; empty where it says nothing."""
    sentences = [_("Every day, day and night.")] if contact.always_open else []
    sentences += [_span(span) for span in contact.hours]
    if contact.hours:
        place = country_name(contact.country, language)
        sentences.append(_("These are the times in %(country)s.") % {"country": place})
    if contact.hours_note:
        sentences.append(str(HoursNote(contact.hours_note).label))
    return sentences


def _span(span: dict[str, object]) -> str:
    days = [DAYS.index(day) for day in DAYS if day in list(span["days"])]  # type: ignore[call-overload]  # JSON
    values = {"days": _days(days), "opens": span["opens"], "closes": span["closes"]}
    return _("%(days)s, %(opens)s to %(closes)s.") % values


def _days(days: Sequence[int]) -> str:
    if len(days) == len(DAYS):
        return _("Every day")
    first, last = days[0], days[-1]
    if len(days) > 2 and last - first == len(days) - 1:
        values = {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}
        return _("%(first)s to %(last)s") % values
    return ", ".join(str(WEEKDAYS[day]) for day in days)
