"""What the codes of our own lists are called."""

from django.utils.translation import gettext_lazy as _

_OTHER = _("Other")

CODES = {
    "age_band": {
        "under_12": _("Under 12"),
        "12_17": _("12 to 17"),
        "18_24": _("18 to 24"),
        "25_34": _("25 to 34"),
        "35_49": _("35 to 49"),
        "50_64": _("50 to 64"),
        "65_and_over": _("65 and over"),
    },
    "sex": {"female": _("Female"), "male": _("Male"), "other": _OTHER},
    "contact_safe_way": {
        "call": _("Call"),
        "voicemail": _("Leave a voice message"),
        "text_message": _("Text message"),
        "message_app": _("Message in an app"),
        "email": _("E-mail"),
        "letter": _("Letter"),
        "through_somebody": _("Through somebody they trust"),
        "in_person_only": _("Only when they come to us"),
        "none": _("No way is safe"),
    },
    "role": {
        "victim": _("Victim"),
        "family_member": _("Family member"),
        "suspected_perpetrator": _("Suspected perpetrator"),
        "other": _OTHER,
    },
    "immigration_status": {
        "citizen": _("Citizen of this country"),
        "permanent": _("May stay for good"),
        "temporary": _("May stay for a time"),
        "asylum_or_refugee": _("Refugee, or seeks asylum"),
        "trafficking_status": _("May stay as a victim of trafficking or of a crime"),
        "pending": _("Has applied and waits"),
        "none": _("No status"),
        "other": _OTHER,
    },
    "living_situation": {
        "own_home": _("Own or rented home"),
        "with_family_or_friends": _("With family or friends"),
        "shelter": _("Shelter"),
        "transitional_housing": _("Transitional housing"),
        "institution": _("Hospital, detention or another institution"),
        "with_suspected_perpetrator": _("Where a suspected perpetrator can reach them"),
        "no_home": _("No home"),
        "other": _OTHER,
    },
    "accessibility_needs": {
        "movement": _("Walking and moving"),
        "sight": _("Seeing"),
        "hearing": _("Hearing"),
        "speech": _("Speaking"),
        "understanding": _("Learning and understanding"),
        "mental_health": _("Mental health"),
        "long_illness": _("A long illness"),
        "other": _OTHER,
        "none": _("None"),
    },
    "kind": {
        "partner": _("Partner"),
        "parent": _("Parent"),
        "child": _("Child"),
        "sibling": _("Brother or sister"),
        "other_family": _("Other family"),
        "friend": _("Friend"),
        "works_for": _("Works for them"),
        "recruited": _("Recruited them"),
        "controls": _("Controls them"),
        "knows": _("Knows them"),
        "other": _OTHER,
    },
    "safe": {
        "safe": _("Safe"),
        "unsure": _("Not certain"),
        "unsafe": _("Not safe"),
    },
}
