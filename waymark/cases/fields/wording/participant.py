"""What the fields of a person in a case are called, and why each is asked."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.fields.words import Words

_ELIGIBLE = _("To know which services and rights the person may have.")
_HARM = _("To understand what was done to the person, and what they may need now.")
_PLACES = _("To offer places that the person can use.")
_PATTERN = _("To see how people are recruited, so that others can be warned.")
_SENT = _("Kept because another system sent it. The standard has withdrawn this field.")
_PURSUED = _("To keep the person safe from somebody who may still look for them.")

SECTIONS = {
    "part": _("Part in the case"),
    "circumstances": _("How the person lives"),
    "exploitation": _("Exploitation"),
    "control": _("Control"),
    "recruitment": _("Recruitment"),
    "perpetrator": _("What the person is suspected of"),
    "imported": _("From another system"),
}

WORDS = {
    "role": Words(
        _("Part in the case"), _("Because rights and safety depend on it. Only the case shows it.")
    ),
    "other_part": Words(_("What part it is"), _("To know why this person is in the case at all.")),
    "immigration_status": Words(_("Immigration status, broadly"), _ELIGIBLE),
    "living_situation": Words(_("Where the person lives now"), _PLACES),
    "household": Words(
        _("Who lives with the person"), _("To plan for everybody’s safety, and for children.")
    ),
    "dependants": Words(_("Number of people who depend on them"), _ELIGIBLE),
    "prs_NumberOfChildren": Words(_("Number of children"), _ELIGIBLE),
    "prs_MaritalStatus": Words(_("Marital status"), _ELIGIBLE),
    "prs_HighestLevelOfEducation": Words(
        _("Highest level of education"), _("To plan training and work with the person.")
    ),
    "accessibility_needs": Words(_("Disability and access needs"), _PLACES),
    "accessibility_details": Words(_("What helps"), _PLACES),
    "vic_TypeOfExploitation": Words(_("Kinds of exploitation"), _HARM),
    "vic_TypeOfSexExploitation": Words(_("Kinds of sexual exploitation"), _HARM),
    "vic_ForcedLabourIndustry": Words(_("Industry of forced labour"), _HARM),
    "vic_LocationOfExploitation": Words(_("Place or business of exploitation"), _HARM),
    "vic_ExploitationWebsitesAndApps": Words(
        _("Websites and apps used for exploitation"),
        _("To help have pictures and adverts removed."),
    ),
    "vic_AgeWhenTrafficked": Words(
        _("Age when it began"), _("Because a child need not prove threats or force.")
    ),
    "vic_MethodsOfControl": Words(
        _("Methods of control"),
        _("To plan for safety, and to show the means that the law asks for."),
    ),
    "vic_RelationshipToTrafficker": Words(
        _("Relationship to the trafficker"), _("To plan for safety where the trafficker is close.")
    ),
    "vic_MethodOfRecruitment": Words(_("How the person was recruited"), _PATTERN),
    "vic_RecruitmentWebsitesAndApps": Words(_("Websites and apps used to recruit"), _PATTERN),
    "vic_LocationOfRecruitment": Words(_("Place or business of recruitment"), _PATTERN),
    "vic_Vulnerabilities": Words(_("Vulnerabilities"), _SENT),
    "vic_DetailsOfVulnerabilities": Words(_("More about vulnerabilities"), _SENT),
    "per_RoleInProcess": Words(_("Part in the trafficking"), _PURSUED),
    "per_RoleDetails": Words(_("More about that part"), _PURSUED),
    "per_Organisation": Words(_("Business or group"), _PURSUED),
    "vic_AgreementToManagePersonalData": Words(_("Agreed to data being kept"), _SENT),
    "con_Consent": Words(
        _("Consent as another system recorded it"),
        _("Kept because another system sent it. It is no release and lets nothing out."),
    ),
}
