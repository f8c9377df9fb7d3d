"""What the fields of a determination are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_WHO = _("To say whose decision it is: rights may follow from it, and it is never ours to guess.")
_WHY = _("To understand later what was decided, and on what. Write no more than that needs.")

SECTIONS = {"decision": _("The decision"), "basis": _("What it rests on")}

WORDS = {
    "vic_TraffickingStatus": Words(_("Status"), _WHO),
    "vic_TraffickingStatusDecisionMakingOrg": Words(_("Decided by"), _WHO),
    "decided_by": Words(_("Name of who decided"), _WHO),
    "decided_on": Words(_("Day of the decision"), _WHO),
    "basis": Words(_("Basis, in words"), _WHY),
    "elements": Words(_("Legal elements"), _WHY),
    "instruments": Words(_("Instruments used"), _WHY),
}
