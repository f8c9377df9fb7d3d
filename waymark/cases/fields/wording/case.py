"""What the fields of a case are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_CAME = _("To answer those who asked us for help, and not to ask again what they know.")
_SENT = _("Kept because another system sent it.")

SECTIONS = {
    "opening": _("The case"),
    "incoming": _("How the case came to us"),
    "closure": _("Closing"),
    "imported": _("From another system"),
}

WORDS = {
    "title": Words(
        _("What we call the case"),
        _("To tell cases apart among colleagues. It needs no name of a person."),
    ),
    "cas_ReferringOrganisation": Words(_("Who referred"), _CAME),
    "cas_IncomingReferralDate": Words(_("Day of the referral"), _CAME),
    "cas_ReferringPrimaryCaseWorker": Words(_("Whom to ask there"), _CAME),
    "cas_ReasonForIncomingReferral": Words(_("Why they referred"), _CAME),
    "cas_IncomingReferralDetails": Words(_("More about the referral"), _CAME),
    "cas_ReasonForCaseClosure": Words(
        _("Why the case is closed"), _("To know what was reached, if the person comes back.")
    ),
    "cas_Status": Words(
        _("Where the case stands"),
        _("To know what was reached, if the person comes back."),
    ),
    "cas_CaseOwner": Words(_("Case worker in the other system"), _SENT),
    "cas_ReferredOrganisation": Words(_("Referred to"), _SENT),
    "cas_ReferredPrimaryCaseWorker": Words(_("Whom to ask at that organisation"), _SENT),
    "cas_ReasonForOutgoingReferral": Words(_("Why it was referred on"), _SENT),
    "cas_OutgoingReferralDate": Words(_("Day it was referred on"), _SENT),
    "cas_OutgoingReferralDetails": Words(_("More about where it was referred"), _SENT),
    "org_Name": Words(_("Organisation that sent the case"), _SENT),
    "org_Type": Words(_("Kind of that organisation"), _SENT),
    "org_Phone": Words(_("Its phone"), _SENT),
    "org_ShippingStreet": Words(_("Its street and number"), _SENT),
    "org_ShippingCity": Words(_("Its town or city"), _SENT),
    "org_ShippingState": Words(_("Its state or province"), _SENT),
    "org_ShippingPostalCode": Words(_("Its postal code"), _SENT),
    "org_ShippingCountry": Words(_("Its country"), _SENT),
    "org_ShippingLongitude": Words(_("Its longitude"), _SENT),
    "org_ShippingLatitude": Words(_("Its latitude"), _SENT),
}
