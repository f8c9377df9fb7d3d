"""The labels of fields, with the part of the standard as context for translators."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

FIELD_LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "org_Name": pgettext_lazy("Organization", "Organisation Name"),
        "org_ShippingCity": pgettext_lazy("Organization", "Shipping City"),
        "org_ShippingCountry": pgettext_lazy("Organization", "Shipping Country"),
        "org_ShippingState": pgettext_lazy("Organization", "Shipping State/Province"),
        "org_ShippingStreet": pgettext_lazy("Organization", "Shipping Street"),
        "org_ShippingPostalCode": pgettext_lazy("Organization", "Shipping Zip/Postal Code"),
        "org_ShippingLongitude": pgettext_lazy("Organization", "Longitude"),
        "org_ShippingLatitude": pgettext_lazy("Organization", "Latitude"),
        "org_Phone": pgettext_lazy("Organization", "Phone"),
        "org_Type": pgettext_lazy("Organization", "Type"),
        "prs_Salutation": pgettext_lazy("Person", "Salutation"),
        "prs_FirstName": pgettext_lazy("Person", "First Name"),
        "prs_MiddleName": pgettext_lazy("Person", "Middle Name"),
        "prs_SecondName": pgettext_lazy("Person", "Second Name"),
        "prs_Birthdate": pgettext_lazy("Person", "Birthdate"),
        "prs_Gender": pgettext_lazy("Person", "Gender"),
        "prs_Deceased": pgettext_lazy("Person", "Deceased"),
        "prs_MaritalStatus": pgettext_lazy("Person", "Marital Status"),
        "prs_NumberOfChildren": pgettext_lazy("Person", "Number of Children"),
        "prs_PrimaryLanguage": pgettext_lazy("Person", "Primary Language"),
        "prs_SecondaryLanguage": pgettext_lazy("Person", "Secondary Language"),
        "prs_HighestLevelOfEducation": pgettext_lazy("Person", "Highest Level of Education"),
        "prs_Citizenship": pgettext_lazy("Person", "Citizenship"),
        "prs_IdentityNumber": pgettext_lazy("Person", "Identity Number"),
        "prs_Title": pgettext_lazy("Person", "Title"),
        "prs_Email": pgettext_lazy("Person", "Email"),
        "prs_HomePhone": pgettext_lazy("Person", "Home Phone"),
        "prs_MobilePhone": pgettext_lazy("Person", "Mobile Phone"),
        "prs_MailingCity": pgettext_lazy("Person", "Mailing City"),
        "prs_MailingCountry": pgettext_lazy("Person", "Mailing Country"),
        "prs_MailingState": pgettext_lazy("Person", "Mailing State/Province"),
        "prs_MailingStreet": pgettext_lazy("Person", "Mailing Street"),
        "prs_MailingPostalCode": pgettext_lazy("Person", "Mailing Zip/Postal Code"),
        "prs_MailingLongitude": pgettext_lazy("Person", "Longitude"),
        "prs_MailingLatitude": pgettext_lazy("Person", "Latitude"),
        "vic_AgreementToManagePersonalData": pgettext_lazy(
            "Person - Victim Context", "Agreement to Manage Personal Data"
        ),
        "vic_TraffickingStatus": pgettext_lazy("Person - Victim Context", "Trafficking Status"),
        "vic_TraffickingStatusDecisionMakingOrg": pgettext_lazy(
            "Person - Victim Context", "Trafficking Status Decision Making Organization"
        ),
        "vic_RelationshipToTrafficker": pgettext_lazy(
            "Person - Victim Context", "Relationship to Trafficker"
        ),
        "vic_AgeWhenTrafficked": pgettext_lazy("Person - Victim Context", "Age when Trafficked"),
        "vic_RecruitmentWebsitesAndApps": pgettext_lazy(
            "Person - Victim Context", "Recruitment Websites and Apps"
        ),
        "vic_MethodOfRecruitment": pgettext_lazy(
            "Person - Victim Context", "Method of Recruitment"
        ),
        "vic_LocationOfRecruitment": pgettext_lazy(
            "Person - Victim Context", "Location of Recruitment"
        ),
        "vic_MethodsOfControl": pgettext_lazy("Person - Victim Context", "Methods of Control"),
        "vic_TypeOfExploitation": pgettext_lazy("Person - Victim Context", "Type of Exploitation"),
        "vic_ForcedLabourIndustry": pgettext_lazy(
            "Person - Victim Context", "Forced Labour Industry"
        ),
        "vic_TypeOfSexExploitation": pgettext_lazy(
            "Person - Victim Context", "Type of Sex Exploitation"
        ),
        "vic_LocationOfExploitation": pgettext_lazy(
            "Person - Victim Context", "Location of Exploitation"
        ),
        "vic_ExploitationWebsitesAndApps": pgettext_lazy(
            "Person - Victim Context", "Exploitation Websites and Apps"
        ),
        "vic_Vulnerabilities": pgettext_lazy("Person - Victim Context", "Vulnerabilities"),
        "vic_DetailsOfVulnerabilities": pgettext_lazy(
            "Person - Victim Context", "Details Of Vulnerabilities"
        ),
        "per_RoleInProcess": pgettext_lazy("Person - Perpetrator Context", "Role in Process"),
        "per_RoleDetails": pgettext_lazy("Person - Perpetrator Context", "Role Details"),
        "per_Organisation": pgettext_lazy("Person - Perpetrator Context", "Organisation"),
        "cas_Status": pgettext_lazy("Case", "Status"),
        "cas_ReasonForCaseClosure": pgettext_lazy("Case", "Reason for Case Closure"),
        "cas_CaseOwner": pgettext_lazy("Case", "Case Owner"),
        "cas_ReferringOrganisation": pgettext_lazy("Referral Details", "Referring Organisation"),
        "cas_IncomingReferralDate": pgettext_lazy("Referral Details", "Incoming Referral Date"),
        "cas_ReferringPrimaryCaseWorker": pgettext_lazy(
            "Referral Details", "Referring Primary Case Worker"
        ),
        "cas_ReasonForIncomingReferral": pgettext_lazy(
            "Referral Details", "Reason for Incoming Referral"
        ),
        "cas_IncomingReferralDetails": pgettext_lazy(
            "Referral Details", "Incoming Referral Details"
        ),
        "cas_ReferredOrganisation": pgettext_lazy("Referral Details", "Referred Organisation"),
        "cas_ReferredPrimaryCaseWorker": pgettext_lazy(
            "Referral Details", "Referred Primary Case Worker"
        ),
        "cas_ReasonForOutgoingReferral": pgettext_lazy(
            "Referral Details", "Reason for Outgoing Referral"
        ),
        "cas_OutgoingReferralDate": pgettext_lazy("Referral Details", "Outgoing Referral Date"),
        "cas_OutgoingReferralDetails": pgettext_lazy(
            "Referral Details", "Outgoing Referral Details"
        ),
        "cco_CaseComment": pgettext_lazy("Case Comment", "Case Comment"),
        "hte_Longitude": pgettext_lazy("Historic Trafficking Events", "Longitude"),
        "hte_Latitude": pgettext_lazy("Historic Trafficking Events", "Latitude"),
        "hte_City": pgettext_lazy("Historic Trafficking Events", "City"),
        "hte_Country": pgettext_lazy("Historic Trafficking Events", "Country"),
        "hte_State": pgettext_lazy("Historic Trafficking Events", "State"),
        "hte_Street": pgettext_lazy("Historic Trafficking Events", "Street"),
        "hte_PostalCode": pgettext_lazy("Historic Trafficking Events", "PostalCode"),
        "hte_Date": pgettext_lazy("Historic Trafficking Events", "Date"),
        "hte_Type": pgettext_lazy("Historic Trafficking Events", "Type"),
        "hte_Description": pgettext_lazy("Historic Trafficking Events", "Description"),
        "spl_Objectives": pgettext_lazy("Support Plan", "Objectives"),
        "spl_ActionPlan": pgettext_lazy("Support Plan", "Action Plan"),
        "spl_PlannedEndDate": pgettext_lazy("Support Plan", "Planned End Date"),
        "spl_ActualEndDate": pgettext_lazy("Support Plan", "Actual End Date"),
        "spl_Type": pgettext_lazy("Support Plan", "Type"),
        "con_Consent": pgettext_lazy("Consent", "Consent"),
    }
)
