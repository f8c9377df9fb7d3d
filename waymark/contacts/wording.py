"""The closed lists of this room: each code of the data file and the words a reader sees for it.

The data file holds codes, not sentences, so that every sentence is translated and none is missed.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Who stands behind a line; always shown, because it decides what a call sets off."""

    VICTIM_SUPPORT = "victim_support", _("Support for people")
    CHILD_PROTECTION = "child_protection", _("Protection of children")
    GOVERNMENT = "government", _("Run by a government office")
    LAW_ENFORCEMENT = "law_enforcement", _("Police")
    IMMIGRATION_ENFORCEMENT = "immigration_enforcement", _("Police and immigration agency")
    EMERGENCY = "emergency", _("Emergency number")


ENFORCEMENT = frozenset({Kind.LAW_ENFORCEMENT, Kind.IMMIGRATION_ENFORCEMENT})


class Audience(TextChoices):
    """Whom a line says it is for."""

    VICTIMS = "victims", _("people who have been trafficked or fear it")
    PUBLIC = "public", _("anyone")
    PUBLIC_TIPS = "public_tips", _("anyone who wants to report something")
    PROFESSIONALS = "professionals", _("people who help others at work")
    CHILD_VICTIMS = "child_victims", _("children who were harmed")
    MISSING_CHILDREN = "missing_children", _("families of missing children")
    WOMEN = "women", _("women who live with violence")
    MIGRANTS = "migrants", _("people who move to another country")
    WITNESSES = "witnesses", _("people who saw something")


class Channel(TextChoices):
    """How a number is used."""

    PHONE = "phone", _("Call")
    SMS = "sms", _("Send a text message")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TTY = "tty", _("Text telephone (TTY)")


class Reach(TextChoices):
    """From where a number was published to work."""

    INSIDE = "inside", ""
    ABROAD = "abroad", _("From another country")
    EVERYWHERE = "everywhere", _("From any country")


class Label(TextChoices):
    """Which of several numbers of one contact this is."""

    GOVERNMENT_HOTLINE = "government_hotline", _("Government line")
    NATIONAL_HOTLINE = "national_hotline", _("National line")
    INSIDE_MANILA = "inside_manila", _("In Manila")
    OUTSIDE_MANILA = "outside_manila", _("Outside Manila")
    FOR_WOMEN = "for_women", _("For women")


class Area(TextChoices):
    """A part of a country that a line is for."""

    TRANSNISTRIA = "transnistria", _("Transnistria")


class Cost(TextChoices):
    """What a call costs, where the source says so."""

    FREE = "free", _("The call is free.")
    LOCAL_CALL = "local_call", _("It costs as much as a local call.")
    NOT_FREE = "not_free", _("The call costs money.")


class HoursNote(TextChoices):
    """Hours that are known only in words."""

    EVERY_DAY_OF_THE_YEAR = "every_day_of_the_year", _("Every day of the year.")
    NINE_TO_TWENTY_ONE = "nine_to_twenty_one", _("From 09:00 to 21:00.")
    OFFICE_HOURS = (
        "office_9_to_17_emergencies_always",
        _("Office hours, 09:00 to 17:00. In an emergency perhaps day and night."),
    )
    OTHER_TIMES_MOBILE = (
        "other_times_mobile",
        _("At other times a mobile phone takes the calls."),
    )


class LanguageNote(TextChoices):
    """What a line offers for understanding each other, beyond a list of languages."""

    INTERPRETERS_ON_THE_PHONE = (
        "interpreters_on_the_phone",
        _("Interpreters for other languages on the phone only."),
    )
    OVER_200 = "over_200_languages", _("They say they can talk in more than 200 languages.")
    OVER_200_BY_INTERPRETER = (
        "over_200_languages_by_interpreter",
        _("More than 200 languages with an interpreter on the phone."),
    )
    EIGHTEEN_FOREIGN = "eighteen_foreign_languages", _("18 foreign languages.")
    SIGN_LANGUAGE = "sign_language", _("Sign language.")
    CHAT = "chat", _("You can also write to them in a chat on their site.")
    TEXT_TELEPHONE = "text_telephone", _("They have a text telephone (TTY).")
    NIGERIAN = "nigerian_languages", _("Languages of Nigeria.")
    INTERPRETER = "interpreter", _("You can ask for an interpreter.")
    INTERPRETER_ON_EMERGENCY = (
        "interpreter_on_emergency",
        _("The emergency number has an interpreter."),
    )


# Notes that mean: whatever somebody speaks, there is a way to understand each other.
INTERPRETS = frozenset(
    {
        LanguageNote.INTERPRETERS_ON_THE_PHONE,
        LanguageNote.OVER_200,
        LanguageNote.OVER_200_BY_INTERPRETER,
        LanguageNote.INTERPRETER,
    }
)


class WhatHappens(TextChoices):
    """What becomes of what a caller says."""

    ANONYMOUS = "anonymous", _("You do not have to say your name.")
    CONFIDENTIAL = "confidential", _("They say that they pass nothing on unless you agree.")
    MUST_REPORT = (
        "must_report_minors_and_danger",
        _(
            "They must tell the authorities when somebody is under 18 or in immediate danger. "
            "You can ask about this before you say a name."
        ),
    )
    GOES_TO_POLICE = (
        "goes_to_police",
        _("This line belongs to the police. What you say goes to the police."),
    )
    GOES_TO_POLICE_AND_IMMIGRATION = (
        "goes_to_police_and_immigration",
        _(
            "This line belongs to a police and immigration agency. It is not a support line. "
            "What you say goes to that agency."
        ),
    )
    LINKED_TO_SECURITY = (
        "linked_to_security_authorities",
        _("This line has a direct link to the security authorities of Mexico City."),
    )


class Caution(TextChoices):
    """What a caller should know before they call."""

    ASK_FIRST = "ask_the_person_first", _("If you call for someone else, ask them first.")
    FOR_WOMEN = (
        "for_women_kok_for_men",
        _("This line is for women. Men can look for a group that belongs to KOK."),
    )
    OLD_PAGE = "old_page", _("The page where we read this is many years old.")
    MERGED = (
        "merged_line",
        _("This line later became part of a call centre for people from other countries."),
    )
    ABROAD_ON_THEIR_PAGE = (
        "abroad_numbers_on_their_page",
        _("Are you in another country? Their site lists numbers for other countries."),
    )


def label_of(choices: type[TextChoices], code: str) -> str:
    """The words for a code, in the language of the page; empty for an empty code."""
    return str(choices(code).label) if code else ""


def labels(choices: type[TextChoices], codes: Iterable[str]) -> list[str]:
    """The words for some codes, in the language of the page."""
    return [str(choices(code).label) for code in codes]
