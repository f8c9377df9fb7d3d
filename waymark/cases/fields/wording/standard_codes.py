"""What the codes of HTCDS are called: person, case and event. UNMigration/HTCDS, CC BY 4.0."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "prs_Gender": {
        "Feminine": _("Feminine"),
        "Masculine": _("Masculine"),
        "TransgenderFeminine": _("Transgender Feminine"),
        "TransgenderMasculine": _("Transgender Masculine"),
        "NonConforming": _("Non-Conforming"),
        "NonSpecifiedUnknown": _("Not Specified/Unknown"),
    },
    "prs_MaritalStatus": {
        "Single": _("Single"),
        "Married": _("Married"),
        "Widowed": _("Widowed"),
        "Divorced": _("Divorced"),
        "Separated": _("Separated"),
        "RegisteredPartnership": _("Registered Partnership"),
    },
    "prs_HighestLevelOfEducation": {
        "EarlyChildhoodEducation": _("Early Childhood Education"),
        "PrimaryEducation": _("Primary Education"),
        "LowerSecondaryEducation": _("Lower Secondary Education"),
        "UpperSecondaryEducation": _("Upper Secondary Education"),
        "PostSecondaryNonTertiaryEducation": _("Post-secondary Non-tertiary Education"),
        "ShortCycleTertiaryEducation": _("Short-cycle Tertiary Education"),
        "BachelorsOrEquivalentLevel": _("Bachelor’s or Equivalent Level"),
        "MastersOrEquivalentLevel": _("Master’s or Equivalent Level"),
        "DoctoralOrEquivalentLevel": _("Doctoral or Equivalent Level"),
    },
    "org_Type": {
        "NGO": _("NGO"),
        "LawEnforcement": _("Law Enforcement"),
        "HealthServiceOrganisation": _("Health Service Organisation"),
        "CentralGovernmentOrganisation": _("Central Government Organisation"),
        "LocalGovernmentOrganisation": _("Local Government Organisation"),
        "ImmigrationService": _("Immigration Service"),
        "LegalService": _("Legal Service"),
        "CorporateBusiness": _("Corporate Business"),
        "SchoolOrCollege": _("School or College"),
    },
    "cas_ReasonForIncomingReferral": {
        "AdditionalServicesRequired": _("Additional Services Required"),
        "MigrationOrChangeOfLocation": _("Migration or Change of Location"),
        "Other": _("Other"),
    },
    "cas_ReasonForOutgoingReferral": {
        "AdditionalServicesRequired": _("Additional Services Required"),
        "MigrationOrChangeOfLocation": _("Migration or Change of Location"),
        "Other": _("Other"),
    },
    "hte_Type": {
        "Recruitment": _("Recruitment"),
        "Transit": _("Transit"),
        "Exploitation": _("Exploitation"),
    },
}
