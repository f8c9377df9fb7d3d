"""What the fields of a historic trafficking event are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_WHEN = _("To put events in order. A year alone is enough.")
_WHERE = _("To see routes and places, and to know whose law applies.")
_EXACT = _("Only where an exact place is needed, for instance in court.")
_SENT = _("Kept because another system sent it.")

SECTIONS = {"what": _("What happened"), "time": _("When"), "place": _("Where")}

WORDS = {
    "hte_Type": Words(
        _("Kind of event"), _("To tell recruitment, transit and exploitation apart.")
    ),
    "hte_Date": Words(_("When it was, or began"), _WHEN),
    "until": Words(_("Until when"), _WHEN),
    "hte_City": Words(_("Town or city"), _WHERE),
    "hte_State": Words(_("State or province"), _WHERE),
    "hte_Country": Words(_("Country"), _WHERE),
    "hte_Street": Words(_("Street and number"), _EXACT),
    "hte_PostalCode": Words(_("Postal code"), _EXACT),
    "hte_Longitude": Words(_("Longitude"), _SENT),
    "hte_Latitude": Words(_("Latitude"), _SENT),
    "country_as_written": Words(_("Country, as the other system wrote it"), _SENT),
    "hte_Description": Words(
        _("What happened, in the person’s words"),
        _("So that the person need not tell it again. Write only what they want written."),
    ),
}
