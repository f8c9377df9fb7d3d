"""How the engine's values read on a page: refusals, what is settled, weights, shares."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.accounts.roles import Role
from waymark.screening.instruments.engine import Reason
from waymark.screening.instruments.model import OLDEST, Instrument
from waymark.screening.instruments.ppv import Share
from waymark.screening.instruments.scoring import Need, Weight
from waymark.screening.three_valued import Truth

WEIGHTS: dict[Weight, str | Promise] = {
    Weight.STRONG: gettext_lazy("strong"),
    Weight.MEDIUM: gettext_lazy("medium"),
    Weight.WEAK: gettext_lazy("weak"),
}
DIMENSION: dict[Truth, str | Promise] = {
    Truth.TRUE: gettext_lazy("Positive, whatever else is learnt"),
    Truth.FALSE: gettext_lazy("Cannot be positive on what was entered"),
    Truth.UNKNOWN: gettext_lazy("Open: it depends on what is not known"),
}
PATTERN: dict[Truth, str | Promise] = {
    Truth.TRUE: gettext_lazy("The answers fit"),
    Truth.FALSE: gettext_lazy("The answers do not fit"),
    Truth.UNKNOWN: gettext_lazy("Still open"),
}


def refusal(reason: Reason, instrument: Instrument) -> str:
    """Why the instrument is refused, and what to do instead."""
    sentences = {
        Reason.ROLE: _("Your role does not use this instrument. Ask your supervisor who does."),
        Reason.TRAINING: _(
            "This instrument is for people who were trained to use it. Take the training first, or "
            "choose another instrument."
        ),
        Reason.SETTING: _("It was not made for this setting. It is for: %(settings)s."),
        Reason.TOO_YOUNG: _(
            "It is for people of %(least)s and over. Choose an instrument for children."
        ),
        Reason.TOO_OLD: _("It is for people of up to %(most)s. Choose an instrument for adults."),
        Reason.AGE_NOT_KNOWN: _(
            "It needs an age. While nobody knows it, treat the person as a child: choose the "
            "instrument for children."
        ),
        Reason.STRANGE_ANSWER: _(
            "These answers do not belong to this version of the instrument. Please begin again."
        ),
    }
    return sentences[reason] % {
        "settings": "; ".join(settings_of(instrument)),
        "least": instrument.age_min,
        "most": instrument.age_max,
    }


def settings_of(instrument: Instrument) -> list[str]:
    """Where it may be used, in the reader's language."""
    return [instrument.words(f"settings.{setting}") for setting in instrument.settings]


def roles_of(instrument: Instrument) -> list[str]:
    """Who may use it, in the reader's language."""
    return [str(role.label) for role in Role if role.value in instrument.roles]


def ages_of(instrument: Instrument) -> str:
    """For people of which age it is."""
    ages = {"least": instrument.age_min, "most": instrument.age_max}
    if instrument.age_min and instrument.age_max == OLDEST:
        return _("%(least)s and over") % ages
    if instrument.age_max < OLDEST and not instrument.age_min:
        return _("up to %(most)s, or not known") % ages
    if instrument.age_max < OLDEST:
        return _("%(least)s to %(most)s") % ages
    return _("any age")


def need(asked: Need) -> str:
    """What makes a dimension positive, in words: "1 strong and 1 medium or weak"."""
    parts = (
        (asked.strong, ngettext("%(count)s strong", "%(count)s strong", asked.strong)),
        (asked.medium, ngettext("%(count)s medium", "%(count)s medium", asked.medium)),
        (asked.weak, ngettext("%(count)s weak", "%(count)s weak", asked.weak)),
        (
            asked.medium_or_weak,
            ngettext("%(count)s medium or weak", "%(count)s medium or weak", asked.medium_or_weak),
        ),
    )
    return _(" and ").join(text % {"count": count} for count, text in parts if count)


def needs(asked: Iterable[Need]) -> list[str]:
    """Each way in which a dimension becomes positive."""
    return [need(each) for each in asked]


def percent(share: float) -> str:
    """A share as a percentage with one digit; what rounds to all or nothing says so."""
    number = 100 * share
    if 99.95 <= number < 100:
        return _("more than %(number)s%%") % {"number": number_format(99.9)}
    if 0 < number < 0.05:
        return _("less than %(number)s%%") % {"number": number_format(0.1)}
    whole = number in {0, 100}
    return f"{number_format(round(number) if whole else round(number, 1))}%"


def percent_as_given(share: float) -> str:
    """A share that somebody typed, as a percentage with the digits that they gave."""
    digits = f"{100 * share:.8f}".rstrip("0").rstrip(".")
    return f"{number_format(Decimal(digits))}%"


def interval(share: Share) -> str:
    """The interval of a share; empty where there is none."""
    if share.low is None or share.high is None:
        return ""
    ends = {"low": percent(share.low), "high": percent(share.high)}
    return _("%(low)s to %(high)s") % ends
