"""The words of every record's fields. A record of another slice adds its module here."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.wording import case, event, identity, participant, relationship
from waymark.cases.fields.words import Words

RECORDS: Mapping[str, str | Promise] = {
    "identity": _("Who the person is"),
    "participant": _("The person in a case"),
    "case": _("The case"),
    "event": _("Historic trafficking events"),
    "relationship": _("Relationships"),
}
WORDS: dict[str, Mapping[str, Words]] = {
    "identity": identity.WORDS,
    "participant": participant.WORDS,
    "case": case.WORDS,
    "event": event.WORDS,
    "relationship": relationship.WORDS,
}
SECTIONS: Mapping[str, Mapping[str, str | Promise]] = {
    "identity": identity.SECTIONS,
    "participant": participant.SECTIONS,
    "case": case.SECTIONS,
    "event": event.SECTIONS,
    "relationship": relationship.SECTIONS,
}
