"""The labels of codes, with the label of their field as context for translators."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# Names of websites and apps are the same in every language; only `Other` is a word.
CODE_LABELS: Mapping[str, Mapping[str, str | Promise]] = MappingProxyType(
    {
        "org_Type": {
            "NGO": pgettext_lazy("Type", "NGO"),
            "LawEnforcement": pgettext_lazy("Type", "Law Enforcement"),
            "HealthServiceOrganisation": pgettext_lazy("Type", "Health Service Organisation"),
            "CentralGovernmentOrganisation": pgettext_lazy(
                "Type", "Central Government Organisation"
            ),
            "LocalGovernmentOrganisation": pgettext_lazy("Type", "Local Government Organisation"),
            "ImmigrationService": pgettext_lazy("Type", "Immigration Service"),
            "LegalService": pgettext_lazy("Type", "Legal Service"),
            "CorporateBusiness": pgettext_lazy("Type", "Corporate Business"),
            "SchoolOrCollege": pgettext_lazy("Type", "School or College"),
        },
        "prs_Gender": {
            "Feminine": pgettext_lazy("Gender", "Feminine"),
            "Masculine": pgettext_lazy("Gender", "Masculine"),
            "TransgenderFeminine": pgettext_lazy("Gender", "Transgender Feminine"),
            "TransgenderMasculine": pgettext_lazy("Gender", "Transgender Masculine"),
            "NonConforming": pgettext_lazy("Gender", "Non-Conforming"),
            "NonSpecifiedUnknown": pgettext_lazy("Gender", "Not Specified/Unknown"),
        },
        "prs_MaritalStatus": {
            "Single": pgettext_lazy("Marital Status", "Single"),
            "Married": pgettext_lazy("Marital Status", "Married"),
            "Widowed": pgettext_lazy("Marital Status", "Widowed"),
            "Divorced": pgettext_lazy("Marital Status", "Divorced"),
            "Separated": pgettext_lazy("Marital Status", "Separated"),
            "RegisteredPartnership": pgettext_lazy("Marital Status", "Registered Partnership"),
        },
        "prs_HighestLevelOfEducation": {
            "EarlyChildhoodEducation": pgettext_lazy(
                "Highest Level of Education", "Early Childhood Education"
            ),
            "PrimaryEducation": pgettext_lazy("Highest Level of Education", "Primary Education"),
            "LowerSecondaryEducation": pgettext_lazy(
                "Highest Level of Education", "Lower Secondary Education"
            ),
            "UpperSecondaryEducation": pgettext_lazy(
                "Highest Level of Education", "Upper Secondary Education"
            ),
            "PostSecondaryNonTertiaryEducation": pgettext_lazy(
                "Highest Level of Education", "Post-secondary Non-tertiary Education"
            ),
            "ShortCycleTertiaryEducation": pgettext_lazy(
                "Highest Level of Education", "Short-cycle Tertiary Education"
            ),
            "BachelorsOrEquivalentLevel": pgettext_lazy(
                "Highest Level of Education", "Bachelor’s or Equivalent Level"
            ),
            "MastersOrEquivalentLevel": pgettext_lazy(
                "Highest Level of Education", "Master’s or Equivalent Level"
            ),
            "DoctoralOrEquivalentLevel": pgettext_lazy(
                "Highest Level of Education", "Doctoral or Equivalent Level"
            ),
        },
        "vic_TraffickingStatus": {
            "PossibleVictimOfTrafficking": pgettext_lazy(
                "Trafficking Status", "Possible victim of trafficking"
            ),
            "ActualVictimOfTrafficking": pgettext_lazy(
                "Trafficking Status", "Actual victim of trafficking"
            ),
            "NotAVictimOfTrafficking": pgettext_lazy(
                "Trafficking Status", "Not a victim of trafficking"
            ),
        },
        "vic_TraffickingStatusDecisionMakingOrg": {
            "Police": pgettext_lazy("Trafficking Status Decision Making Organization", "Police"),
            "NGO": pgettext_lazy("Trafficking Status Decision Making Organization", "NGO"),
            "CourtOrProsecution": pgettext_lazy(
                "Trafficking Status Decision Making Organization", "Court or prosecution"
            ),
            "NonPoliceGovernmentalOrganization": pgettext_lazy(
                "Trafficking Status Decision Making Organization",
                "Non-police governmental organization",
            ),
            "Other": pgettext_lazy("Trafficking Status Decision Making Organization", "Other"),
        },
        "vic_RelationshipToTrafficker": {
            "Familial": pgettext_lazy("Relationship to Trafficker", "Familial"),
            "Acquainted": pgettext_lazy("Relationship to Trafficker", "Acquainted"),
            "Unaquainted": pgettext_lazy("Relationship to Trafficker", "Unaquainted"),
        },
        "vic_RecruitmentWebsitesAndApps": {
            "Other": pgettext_lazy("Recruitment Websites and Apps", "Other"),
        },
        "vic_MethodOfRecruitment": {
            "AtAPlaceOfBusiness": pgettext_lazy("Method of Recruitment", "At a place of business"),
            "AtAnEducationalInstitution": pgettext_lazy(
                "Method of Recruitment", "At an educational institution"
            ),
            "AtWork": pgettext_lazy("Method of Recruitment", "At work"),
            "ThroughOnlineSocialNetworks": pgettext_lazy(
                "Method of Recruitment", "Through online social networks"
            ),
            "ThroughAnOnlineAdvertisement": pgettext_lazy(
                "Method of Recruitment", "Through an online advertisement"
            ),
            "ThroughATelevisionAdvert": pgettext_lazy(
                "Method of Recruitment", "Through a television advert"
            ),
            "ThroughANewspaperAdvert": pgettext_lazy(
                "Method of Recruitment", "Through a newspaper advert"
            ),
            "ThroughFamilyOrFamilyEvents": pgettext_lazy(
                "Method of Recruitment", "Through family or family events"
            ),
            "ThroughFriendsOrSocialEvents": pgettext_lazy(
                "Method of Recruitment", "Through friends or social events"
            ),
            "Other": pgettext_lazy("Method of Recruitment", "Other"),
        },
        "vic_MethodsOfControl": {
            "PhysicalThreats": pgettext_lazy("Methods of Control", "Physical threats"),
            "ThreatsLawEnforcement": pgettext_lazy(
                "Methods of Control", "Threats of law enforcement"
            ),
            "ThreatensChildrenFamily": pgettext_lazy(
                "Methods of Control", "Threatens children/family"
            ),
            "DebtBondage": pgettext_lazy("Methods of Control", "Debt bondage"),
            "FalsePromises": pgettext_lazy("Methods of Control", "False promises"),
            "PhysicalAbuse": pgettext_lazy("Methods of Control", "Physical abuse"),
            "SexualAbuse": pgettext_lazy("Methods of Control", "Sexual abuse"),
            "TakesEarnings": pgettext_lazy("Methods of Control", "Takes earnings"),
            "RestrictsFinancialAccess": pgettext_lazy(
                "Methods of Control", "Restricts financial access"
            ),
            "RestrictsMedicalCare": pgettext_lazy("Methods of Control", "Restricts medical care"),
            "WithholdsNecessities": pgettext_lazy("Methods of Control", "Withholds necessities"),
            "PsychologicalAbuse": pgettext_lazy("Methods of Control", "Psychological abuse"),
            "PsychoactiveSubstance": pgettext_lazy("Methods of Control", "Psychoactive substance"),
            "ExcessiveWorkingHours": pgettext_lazy("Methods of Control", "Excessive working hours"),
            "WithholdsDocuments": pgettext_lazy("Methods of Control", "Withholds documents"),
            "Other": pgettext_lazy("Methods of Control", "Other"),
        },
        "vic_TypeOfExploitation": {
            "ForcedLabour": pgettext_lazy("Type of Exploitation", "Forced labour"),
            "SexualExploitation": pgettext_lazy("Type of Exploitation", "Sexual exploitation"),
            "ChildLabour": pgettext_lazy("Type of Exploitation", "Child labour"),
            "ForcedMarriage": pgettext_lazy("Type of Exploitation", "Forced marriage"),
            "Servitude": pgettext_lazy("Type of Exploitation", "Servitude"),
            "ForcedMilitaryByNonStateActors": pgettext_lazy(
                "Type of Exploitation", "Forced military (by non-state actors)"
            ),
            "OrganRemoval": pgettext_lazy("Type of Exploitation", "Organ removal"),
            "ForcedBegging": pgettext_lazy("Type of Exploitation", "Forced begging"),
            "ForcedAdoption": pgettext_lazy("Type of Exploitation", "Forced adoption"),
            "Surrogacy": pgettext_lazy("Type of Exploitation", "Surrogacy"),
            "Other": pgettext_lazy("Type of Exploitation", "Other"),
        },
        "vic_ForcedLabourIndustry": {
            "A_AgricultureForestryAndFishing": pgettext_lazy(
                "Forced Labour Industry", "Agriculture, forestry and fishing"
            ),
            "B_MiningAndQuarrying": pgettext_lazy("Forced Labour Industry", "Mining and quarrying"),
            "C_Manufacturing": pgettext_lazy("Forced Labour Industry", "Manufacturing"),
            "D_ElectricityGasSteamAndAirConditioningSupply": pgettext_lazy(
                "Forced Labour Industry", "Electricity, gas, steam and air conditioning supply"
            ),
            "E_WaterSupplySewerageWasteManagement": pgettext_lazy(
                "Forced Labour Industry", "Water supply; sewerage, waste management and remediation"
            ),
            "F_Construction": pgettext_lazy("Forced Labour Industry", "Construction"),
            "G_WholesaleAndRetailTradeRepairOfMotorVehicles": pgettext_lazy(
                "Forced Labour Industry",
                "Wholesale and retail trade; repair of motor vehicles and motorcycles",
            ),
            "H_TransportationAndStorage": pgettext_lazy(
                "Forced Labour Industry", "Transportation and storage"
            ),
            "I_AccommodationAndFoodServiceActivities": pgettext_lazy(
                "Forced Labour Industry", "Accommodation and food service activities"
            ),
            "J_InformationAndCommunication": pgettext_lazy(
                "Forced Labour Industry", "Information and communication"
            ),
            "K_FinancialAndInsuranceActivities": pgettext_lazy(
                "Forced Labour Industry", "Financial and insurance activities"
            ),
            "L_RealEstateActivities": pgettext_lazy(
                "Forced Labour Industry", "Real estate activities"
            ),
            "M_ProfessionalScientificAndTechnicalActivities": pgettext_lazy(
                "Forced Labour Industry", "Professional, scientific and technical activities"
            ),
            "N_AdministrativeAndSupportServiceActivities": pgettext_lazy(
                "Forced Labour Industry", "Administrative and support service activities"
            ),
            "O_PublicAdministrationAndDefence": pgettext_lazy(
                "Forced Labour Industry",
                "Public administration and defence; compulsory social security",
            ),
            "P_Education": pgettext_lazy("Forced Labour Industry", "Education"),
            "Q_HumanHealthAndSocialWorkActivities": pgettext_lazy(
                "Forced Labour Industry", "Human health and social work activities"
            ),
            "R_ArtsEntertainmentAndRecreation": pgettext_lazy(
                "Forced Labour Industry", "Arts, entertainment and recreation"
            ),
            "S_OtherServiceActivities": pgettext_lazy(
                "Forced Labour Industry", "Other service activities"
            ),
            "T_ActivitiesOfHouseholdsAsEmployers": pgettext_lazy(
                "Forced Labour Industry",
                "Activities of households as employers; undifferentiated goods- and services- "
                "producing activities of households for own use",
            ),
            "U_ActivitiesOfExtraterritorialOrganizations": pgettext_lazy(
                "Forced Labour Industry", "Activities of extraterritorial organizations and bodies"
            ),
        },
        "vic_TypeOfSexExploitation": {
            "Prostitution": pgettext_lazy("Type of Sex Exploitation", "Prostitution"),
            "Pornography": pgettext_lazy("Type of Sex Exploitation", "Pornography"),
            "RemoteInteractiveServices": pgettext_lazy(
                "Type of Sex Exploitation", "Remote Interactive Services"
            ),
            "PrivateSexualServices": pgettext_lazy(
                "Type of Sex Exploitation", "Private Sexual Services"
            ),
        },
        "vic_ExploitationWebsitesAndApps": {
            "Other": pgettext_lazy("Exploitation Websites and Apps", "Other"),
        },
        "vic_Vulnerabilities": {
            "Addiction": pgettext_lazy("Vulnerabilities", "Addiction"),
            "SocialGroup": pgettext_lazy("Vulnerabilities", "Social Group"),
            "Discrimination": pgettext_lazy("Vulnerabilities", "Discrimination"),
            "Poverty": pgettext_lazy("Vulnerabilities", "Poverty"),
            "DisabilityAndPhysicalHealth": pgettext_lazy(
                "Vulnerabilities", "Disability and physical health"
            ),
            "MentalHealth": pgettext_lazy("Vulnerabilities", "Mental health"),
            "Migration": pgettext_lazy("Vulnerabilities", "Migration"),
            "Homelessness": pgettext_lazy("Vulnerabilities", "Homelessness"),
            "AbuseSocialMedia": pgettext_lazy("Vulnerabilities", "Abuse - social media"),
            "AbusePhysical": pgettext_lazy("Vulnerabilities", "Abuse - physical"),
            "Education": pgettext_lazy("Vulnerabilities", "Education"),
            "WorkEnvironment": pgettext_lazy("Vulnerabilities", "Work environment"),
        },
        "per_RoleInProcess": {
            "TravellingPartner": pgettext_lazy("Role in Process", "Travelling Partner"),
            "Transporter": pgettext_lazy("Role in Process", "Transporter"),
            "RecruiterOrIntermediary": pgettext_lazy(
                "Role in Process", "Recruiter Or Intermediary"
            ),
            "BrokerTravelAgent": pgettext_lazy("Role in Process", "Broker Travel Agent"),
            "TransferredIndividual": pgettext_lazy("Role in Process", "Transferred Individual"),
            "HarbouredIndividual": pgettext_lazy("Role in Process", "Harboured Individual"),
            "SoldIndividual": pgettext_lazy("Role in Process", "Sold Individual"),
            "BoughtIndividual": pgettext_lazy("Role in Process", "Bought Individual"),
            "ReceivedIndividual": pgettext_lazy("Role in Process", "Received Individual"),
            "ControlledIndividual": pgettext_lazy("Role in Process", "Controlled Individual"),
            "Smuggler": pgettext_lazy("Role in Process", "Smuggler"),
            "Abuser": pgettext_lazy("Role in Process", "Abuser"),
            "Kidnapper": pgettext_lazy("Role in Process", "Kidnapper"),
            "Exploiter": pgettext_lazy("Role in Process", "Exploiter"),
            "Other": pgettext_lazy("Role in Process", "Other"),
        },
        "cas_Status": {
            "Active": pgettext_lazy("Status", "Active"),
            "FollowUp": pgettext_lazy("Status", "Follow Up"),
            "Closed": pgettext_lazy("Status", "Closed"),
            "ClosedReferred": pgettext_lazy("Status", "Closed Referred"),
        },
        "cas_ReasonForIncomingReferral": {
            "AdditionalServicesRequired": pgettext_lazy(
                "Reason for Incoming Referral", "Additional Services Required"
            ),
            "MigrationOrChangeOfLocation": pgettext_lazy(
                "Reason for Incoming Referral", "Migration or Change of Location"
            ),
            "Other": pgettext_lazy("Reason for Incoming Referral", "Other"),
        },
        "cas_ReasonForOutgoingReferral": {
            "AdditionalServicesRequired": pgettext_lazy(
                "Reason for Outgoing Referral", "Additional Services Required"
            ),
            "MigrationOrChangeOfLocation": pgettext_lazy(
                "Reason for Outgoing Referral", "Migration or Change of Location"
            ),
            "Other": pgettext_lazy("Reason for Outgoing Referral", "Other"),
        },
        "hte_Type": {
            "Recruitment": pgettext_lazy("Type", "Recruitment"),
            "Transit": pgettext_lazy("Type", "Transit"),
            "Exploitation": pgettext_lazy("Type", "Exploitation"),
        },
        "spl_Type": {
            "Education": pgettext_lazy("Type", "Education"),
            "Financial": pgettext_lazy("Type", "Financial"),
            "Health": pgettext_lazy("Type", "Health"),
            "LabourExploitationRehabilitation": pgettext_lazy(
                "Type", "Labour Exploitation Rehabilitation"
            ),
            "Legal": pgettext_lazy("Type", "Legal"),
            "Livelihood": pgettext_lazy("Type", "Livelihood"),
            "RightsBasedTraining": pgettext_lazy("Type", "Rights-based Training"),
            "SexualExploitationRehabilitation": pgettext_lazy(
                "Type", "Sexual Exploitation Rehabilitation"
            ),
            "SocialCare": pgettext_lazy("Type", "Social Care"),
        },
    }
)
