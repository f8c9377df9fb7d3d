"""What the fields of an assessment are called, and why each is asked.

The themes are those of the example questions of HTCDS; the words are ours.
"""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_DAY = _("To compare with the assessment before, and to see when the next one is needed.")
_OWN = _("To know what makes the person safer or less safe, for the plan. It is no score.")
_HOME = _("To know what at home makes the person safer or less safe, for the plan.")
_AROUND = _("To know what around the person makes them safer or less safe, for the plan.")
_NEED = _("To look for the help that the person wants first.")
_STRONG = _("So that the plan is built on what the person can and wants.")
_MORE = _("In words")

SECTIONS = {
    "when": _("This assessment"),
    "individual": _("The person"),
    "household": _("The household"),
    "community": _("The community"),
    "needs": _("What is needed"),
    "strengths": _("Strengths and wishes"),
}

WORDS = {
    "made_on": Words(_("Day of the assessment"), _DAY),
    "level": Words(_("About whom"), _DAY),
    "individual_origin": Words(_("How others treat the person for where they come from"), _OWN),
    "individual_orientation": Words(
        _("How others treat the person for whom they love, or for being who they are"), _OWN
    ),
    "individual_age": Words(_("The person’s age"), _OWN),
    "individual_health": Words(_("Health, disability, and what they take"), _OWN),
    "individual_language": Words(_("Language, reading and writing"), _OWN),
    "individual_stay": Words(_("Leave to stay and papers"), _OWN),
    "individual_debt": Words(_("Money and debts"), _OWN),
    "individual_alone": Words(_("Friends and people to turn to"), _OWN),
    "individual_threats": Words(_("Contact with those who exploited them"), _OWN),
    "individual_details": Words(_MORE, _OWN),
    "household_income": Words(_("What the household lives on"), _HOME),
    "household_violence": Words(_("How people at home treat each other: violence, fear"), _HOME),
    "household_treatment": Words(_("Whether all at home are treated alike"), _HOME),
    "household_home": Words(_("Where they live, and for how long they can"), _HOME),
    "household_dependants": Words(_("Children and others who depend on the person"), _HOME),
    "household_involved": Words(_("What people at home know of, or had to do with"), _HOME),
    "household_details": Words(_MORE, _HOME),
    "community_police": Words(_("Whether police and courts can be reached and trusted"), _AROUND),
    "community_together": Words(_("Whether people there act together and are heard"), _AROUND),
    "community_school": Words(_("School and courses nearby"), _AROUND),
    "community_work": Words(_("Decent work nearby"), _AROUND),
    "community_care": Words(_("Health care and other help nearby"), _AROUND),
    "community_rejection": Words(_("How people there would meet the person"), _AROUND),
    "community_recruiters": Words(_("Recruiters and those who exploit, nearby"), _AROUND),
    "community_details": Words(_MORE, _AROUND),
    "needs": Words(_("Needs"), _NEED),
    "needs_details": Words(_("What exactly, and how soon"), _NEED),
    "strengths": Words(_("What helps: strengths, people, knowledge"), _STRONG),
    "wishes": Words(_("What the person wants first, in their words"), _STRONG),
}
