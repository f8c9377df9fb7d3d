"""What the fields of a service are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_WHAT = _("To know what help was given, and to count it for those who pay for it.")
_BY = _("To know who gave it, if it is needed again.")
_WHY_NOT = _("To see what keeps people from help, and to change that.")

SECTIONS = {
    "service": _("The service"),
    "provider": _("Who gave it"),
    "barriers": _("What stood in the way"),
}

WORDS = {
    "category": Words(_("Service"), _WHAT),
    "given_on": Words(_("Day"), _WHAT),
    "result": Words(_("How it went"), _WHAT),
    "quantity": Words(_("How much: hours, sessions, nights or money"), _WHAT),
    "provider": Words(_("Given by"), _BY),
    "provider_service": Words(_("Entry in the directory"), _BY),
    "barriers": Words(_("Barriers"), _WHY_NOT),
    "barriers_details": Words(_("More about the barriers"), _WHY_NOT),
    "notes": Words(_("Anything else"), _WHAT),
}
