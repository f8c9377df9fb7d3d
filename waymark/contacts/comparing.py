"""How a proposal differs from what is shown, in words that a second person can check."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.contacts import wording
from waymark.contacts.models import Proposal
from waymark.contacts.places import country_name
from waymark.contacts.rows import Entry, entry_of
from waymark.contacts.wording import label_of, labels


@dataclass(frozen=True)
class Difference:
    """One field: what it is called, what is shown now and what is proposed, as lines of text."""

    title: str | Promise
    old: list[str]
    new: list[str]

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


NAMES: dict[str, str | Promise] = {
    "number": _("Numbers"),
    "chat_url": _("Chat"),
    "name": _("Name"),
    "country": _("Country"),
    "area_name": _("Part of the country"),
    "kind": _("Who stands behind it"),
    "audience": _("For whom"),
    "what_happens": _("What happens with what a caller says"),
    "cautions": _("Good to know"),
    "hours": _("Hours"),
    "time_zone": _("Time zone"),
    "hours_note": _("Note on the hours"),
    "languages": _("Languages"),
    "language_notes": _("More about languages"),
    "cost": _("Cost"),
    "url": _("Their page"),
    "email": _("E-mail"),
    "staff_note": _("Note for colleagues"),
}
_CODES: dict[str, type[TextChoices]] = {
    "kind": wording.Kind,
    "audience": wording.Audience,
    "what_happens": wording.WhatHappens,
    "cautions": wording.Caution,
    "hours_note": wording.HoursNote,
    "language_notes": wording.LanguageNote,
    "cost": wording.Cost,
}


def differences(proposal: Proposal) -> list[Difference]:
    """Every field that has something in it: numbers first, as they do the most harm."""
    open_change = proposal.contact is not None and proposal.is_open
    old = entry_of(proposal.contact) if open_change and proposal.contact else {}
    rows = [
        Difference(title, _lines(name, old), _lines(name, proposal.row))
        for name, title in NAMES.items()
    ]
    return [row for row in rows if row.old or row.new]


def _lines(name: str, entry: Entry) -> list[str]:
    value = entry.get(name)
    if not value:
        return []
    if name == "hours":
        return _hours(value)
    values = value if isinstance(value, list) else [value]
    if name == "number":
        return [_number(number) for number in values]
    if name == "country":
        return [country_name(str(code), get_language() or "en") for code in values]
    return labels(_CODES[name], values) if name in _CODES else [str(one) for one in values]


def _hours(value: object) -> list[str]:
    """Spans as they are written in the bundled file, or that it is always open."""
    if not isinstance(value, list):
        return [_now("Every day, day and night.")]
    return [f"{' '.join(span['days'])} {span['opens']}-{span['closes']}" for span in value]


def _number(number: Entry) -> str:
    """A number as printed, with how it is used and from where it works."""
    said = [
        label_of(wording.Channel, str(number.get("channel", wording.Channel.PHONE))),
        str(number["printed"]),
        label_of(wording.Label, str(number.get("label", ""))),
        label_of(wording.Reach, str(number.get("reach", ""))),
    ]
    return " ".join(part for part in said if part)
