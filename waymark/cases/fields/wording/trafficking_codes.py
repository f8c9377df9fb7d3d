"""What the codes of HTCDS are called: trafficking. UNMigration/HTCDS, CC BY 4.0."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "vic_TypeOfExploitation": {
        "ForcedLabour": _("Forced labour"),
        "SexualExploitation": _("Sexual exploitation"),
        "ChildLabour": _("Child labour"),
        "ForcedMarriage": _("Forced marriage"),
        "Servitude": _("Servitude"),
        "ForcedMilitaryByNonStateActors": _("Forced military (by non-state actors)"),
        "OrganRemoval": _("Organ removal"),
        "ForcedBegging": _("Forced begging"),
        "ForcedAdoption": _("Forced adoption"),
        "Surrogacy": _("Surrogacy"),
        "Other": _("Other"),
    },
    "vic_TypeOfSexExploitation": {
        "Prostitution": _("Prostitution"),
        "Pornography": _("Pornography"),
        "RemoteInteractiveServices": _("Remote Interactive Services"),
        "PrivateSexualServices": _("Private Sexual Services"),
    },
    "vic_ForcedLabourIndustry": {
        "A_AgricultureForestryAndFishing": _("Agriculture, forestry and fishing"),
        "B_MiningAndQuarrying": _("Mining and quarrying"),
        "C_Manufacturing": _("Manufacturing"),
        "D_ElectricityGasSteamAndAirConditioningSupply": _(
            "Electricity, gas, steam and air conditioning supply"
        ),
        "E_WaterSupplySewerageWasteManagement": _(
            "Water supply; sewerage, waste management and remediation"
        ),
        "F_Construction": _("Construction"),
        "G_WholesaleAndRetailTradeRepairOfMotorVehicles": _(
            "Wholesale and retail trade; repair of motor vehicles and motorcycles"
        ),
        "H_TransportationAndStorage": _("Transportation and storage"),
        "I_AccommodationAndFoodServiceActivities": _("Accommodation and food service activities"),
        "J_InformationAndCommunication": _("Information and communication"),
        "K_FinancialAndInsuranceActivities": _("Financial and insurance activities"),
        "L_RealEstateActivities": _("Real estate activities"),
        "M_ProfessionalScientificAndTechnicalActivities": _(
            "Professional, scientific and technical activities"
        ),
        "N_AdministrativeAndSupportServiceActivities": _(
            "Administrative and support service activities"
        ),
        "O_PublicAdministrationAndDefence": _(
            "Public administration and defence; compulsory social security"
        ),
        "P_Education": _("Education"),
        "Q_HumanHealthAndSocialWorkActivities": _("Human health and social work activities"),
        "R_ArtsEntertainmentAndRecreation": _("Arts, entertainment and recreation"),
        "S_OtherServiceActivities": _("Other service activities"),
        "T_ActivitiesOfHouseholdsAsEmployers": _(
            "Activities of households as employers; undifferentiated goods- and services- "
            "producing activities of households for own use"
        ),
        "U_ActivitiesOfExtraterritorialOrganizations": _(
            "Activities of extraterritorial organizations and bodies"
        ),
    },
    "vic_MethodsOfControl": {
        "PhysicalThreats": _("Physical threats"),
        "ThreatsLawEnforcement": _("Threats of law enforcement"),
        "ThreatensChildrenFamily": _("Threatens children/family"),
        "DebtBondage": _("Debt bondage"),
        "FalsePromises": _("False promises"),
        "PhysicalAbuse": _("Physical abuse"),
        "SexualAbuse": _("Sexual abuse"),
        "TakesEarnings": _("Takes earnings"),
        "RestrictsFinancialAccess": _("Restricts financial access"),
        "RestrictsMedicalCare": _("Restricts medical care"),
        "WithholdsNecessities": _("Withholds necessities"),
        "PsychologicalAbuse": _("Psychological abuse"),
        "PsychoactiveSubstance": _("Psychoactive substance"),
        "ExcessiveWorkingHours": _("Excessive working hours"),
        "WithholdsDocuments": _("Withholds documents"),
        "Other": _("Other"),
    },
    "vic_RelationshipToTrafficker": {
        "Familial": _("Familial"),
        "Acquainted": _("Acquainted"),
        "Unaquainted": _("Unaquainted"),
    },
    "vic_MethodOfRecruitment": {
        "AtAPlaceOfBusiness": _("At a place of business"),
        "AtAnEducationalInstitution": _("At an educational institution"),
        "AtWork": _("At work"),
        "ThroughOnlineSocialNetworks": _("Through online social networks"),
        "ThroughAnOnlineAdvertisement": _("Through an online advertisement"),
        "ThroughATelevisionAdvert": _("Through a television advert"),
        "ThroughANewspaperAdvert": _("Through a newspaper advert"),
        "ThroughFamilyOrFamilyEvents": _("Through family or family events"),
        "ThroughFriendsOrSocialEvents": _("Through friends or social events"),
        "Other": _("Other"),
    },
    "vic_RecruitmentWebsitesAndApps": {
        "Facebook": _("Facebook"),
        "Instagram": _("Instagram"),
        "WhatsApp": _("WhatsApp"),
        "Telegram": _("Telegram"),
        "FacebookMessenger": _("Facebook Messenger"),
        "Viber": _("Viber"),
        "SnapChat": _("SnapChat"),
        "Line": _("Line"),
        "4Sale": _("4Sale"),
        "WeChat": _("WeChat"),
        "QQ": _("QQ"),
        "QZone": _("QZone"),
        "TikTok": _("TikTok"),
        "Twitter": _("Twitter"),
        "Other": _("Other"),
    },
    "vic_ExploitationWebsitesAndApps": {
        "Facebook": _("Facebook"),
        "Instagram": _("Instagram"),
        "WhatsApp": _("WhatsApp"),
        "Telegram": _("Telegram"),
        "FacebookMessenger": _("Facebook Messenger"),
        "Viber": _("Viber"),
        "SnapChat": _("SnapChat"),
        "Line": _("Line"),
        "4Sale": _("4Sale"),
        "WeChat": _("WeChat"),
        "QQ": _("QQ"),
        "QZone": _("QZone"),
        "TikTok": _("TikTok"),
        "Twitter": _("Twitter"),
        "Other": _("Other"),
    },
    "vic_Vulnerabilities": {
        "Addiction": _("Addiction"),
        "SocialGroup": _("Social Group"),
        "Discrimination": _("Discrimination"),
        "Poverty": _("Poverty"),
        "DisabilityAndPhysicalHealth": _("Disability and physical health"),
        "MentalHealth": _("Mental health"),
        "Migration": _("Migration"),
        "Homelessness": _("Homelessness"),
        "AbuseSocialMedia": _("Abuse - social media"),
        "AbusePhysical": _("Abuse - physical"),
        "Education": _("Education"),
        "WorkEnvironment": _("Work environment"),
    },
    "per_RoleInProcess": {
        "TravellingPartner": _("Travelling Partner"),
        "Transporter": _("Transporter"),
        "RecruiterOrIntermediary": _("Recruiter Or Intermediary"),
        "BrokerTravelAgent": _("Broker Travel Agent"),
        "TransferredIndividual": _("Transferred Individual"),
        "HarbouredIndividual": _("Harboured Individual"),
        "SoldIndividual": _("Sold Individual"),
        "BoughtIndividual": _("Bought Individual"),
        "ReceivedIndividual": _("Received Individual"),
        "ControlledIndividual": _("Controlled Individual"),
        "Smuggler": _("Smuggler"),
        "Abuser": _("Abuser"),
        "Kidnapper": _("Kidnapper"),
        "Exploiter": _("Exploiter"),
        "Other": _("Other"),
    },
    "vic_TraffickingStatus": {
        "PossibleVictimOfTrafficking": _("Possible victim of trafficking"),
        "ActualVictimOfTrafficking": _("Actual victim of trafficking"),
        "NotAVictimOfTrafficking": _("Not a victim of trafficking"),
    },
    "vic_TraffickingStatusDecisionMakingOrg": {
        "Police": _("Police"),
        "NGO": _("NGO"),
        "CourtOrProsecution": _("Court or prosecution"),
        "NonPoliceGovernmentalOrganization": _("Non-police governmental organization"),
        "Other": _("Other"),
    },
}
