"""What the fields of a person's identity are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_FIND = _("To find the person again, so that nobody has to tell everything twice.")
_SPEAK = _("To speak to the person as they want to be spoken to.")
_REACH = _("To reach the person in a way that is safe for them.")
_WRITE = _("To send letters and papers, where the person wants that.")
_MAP = _("Kept because another system sent it. It shows where the person lives.")

SECTIONS = {
    "names": _("Names"),
    "birth": _("Birth and papers"),
    "contact": _("Safe contact"),
    "language": _("Language"),
    "address": _("Address"),
}

WORDS = {
    "prs_Salutation": Words(_("Form of address"), _SPEAK),
    "prs_FirstName": Words(_("First name"), _FIND),
    "prs_MiddleName": Words(_("Middle name"), _FIND),
    "prs_SecondName": Words(_("Last name"), _FIND),
    "aliases": Words(
        _("Other names and spellings"),
        _("To find the person again whatever name they used. One name on each line."),
    ),
    "name_used": Words(_("Name to use"), _SPEAK),
    "pronouns": Words(_("Pronouns"), _SPEAK),
    "prs_Title": Words(_("Job title"), _("Kept because another system sent it.")),
    "prs_Birthdate": Words(
        _("Date of birth"),
        _("To find the person again, and because children have rights of their own."),
    ),
    "age_band": Words(
        _("Age, if the birth date is not known"),
        _("Because children have rights of their own, and for the tables of funders."),
    ),
    "prs_Gender": Words(
        _("Gender"), _("To offer places and workers that fit, and for the tables of funders.")
    ),
    "sex": Words(
        _("Sex, for funders’ tables"), _("Only for funders who count by sex. Else leave it out.")
    ),
    "prs_Citizenship": Words(
        _("Citizenship"), _("To know which rights to stay, and which consulate, the person has.")
    ),
    "prs_IdentityNumber": Words(
        _("Number of an identity paper"),
        _("Only where an application needs it. It says who the person is."),
    ),
    "prs_Deceased": Words(_("The person has died"), _("So that nobody tries to reach them.")),
    "prs_MobilePhone": Words(_("Mobile phone"), _REACH),
    "prs_HomePhone": Words(_("Home phone"), _REACH),
    "prs_Email": Words(_("E-mail"), _REACH),
    "contact_safe_way": Words(_("Safe ways to reach them"), _REACH),
    "contact_safe_time": Words(_("Safe times to reach them"), _REACH),
    "contact_unsafe": Words(
        _("What must not be done when reaching them"),
        _("So that nobody who controls the person learns of us."),
    ),
    "prs_PrimaryLanguage": Words(
        _("Language they speak best"), _("To speak and write in a language that they understand.")
    ),
    "prs_SecondaryLanguage": Words(
        _("Another language they speak"),
        _("To find an interpreter when there is none for the first."),
    ),
    "interpreter_needed": Words(
        _("An interpreter is needed"), _("To have one there before a talk begins.")
    ),
    "prs_MailingStreet": Words(_("Street and number"), _WRITE),
    "prs_MailingCity": Words(_("Town or city"), _WRITE),
    "prs_MailingState": Words(_("State or province"), _WRITE),
    "prs_MailingPostalCode": Words(_("Postal code"), _WRITE),
    "prs_MailingCountry": Words(_("Country"), _WRITE),
    "prs_MailingLongitude": Words(_("Longitude of the address"), _MAP),
    "prs_MailingLatitude": Words(_("Latitude of the address"), _MAP),
}
