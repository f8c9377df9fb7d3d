"""Telephones as they are dialled."""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat

from waymark.contacts.wording import Channel
from waymark.directory.models import Phone

# HSDS's own types; what nobody can call or write to is not offered.
NOT_OFFERED = frozenset({"fax", "pager"})
CHANNELS = {"sms": Channel.SMS, "tty": Channel.TTY, "textphone": Channel.TTY}


@dataclass(frozen=True)
class Telephone:
    """A number as its source prints it, what a phone dials, and how it is used."""

    printed: str
    link: str
    label: str
    note: str = ""


def telephone(row: Phone, country: str) -> Telephone | None:
    """A number that can be called or written to; None for a fax and for what has no digits."""
    kind = row.type.strip().lower()
    dial = dialled(row.number, country)
    if kind in NOT_OFFERED or not dial:
        return None
    channel = CHANNELS.get(kind, Channel.PHONE)
    extension = f"{row.extension:.0f}" if row.extension else ""
    scheme = "sms" if channel is Channel.SMS else "tel"
    notes = [_("Extension %(number)s") % {"number": extension}] if extension else []
    return Telephone(
        printed=row.number.strip(),
        link=f"{scheme}:{dial}" + (f";ext={extension}" if extension and scheme == "tel" else ""),
        label=str(channel.label),
        note=". ".join([*notes, *([row.description] if row.description else [])]),
    )


def dialled(printed: str, country: str) -> str:
    """What to dial: with the country's code where the number can be read, else its digits."""
    digits = re.sub(r"[^0-9+]", "", printed)
    try:
        number = phonenumbers.parse(printed, country or None)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(number):
        return digits
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
