"""Whom a service takes: each question has three answers, and unknown means that one has to ask.

Every criterion is put so that `accepts` is what the person who needs help hopes for. The order is
the order of the bits in the search index: append, never insert.
"""

from collections.abc import Iterable
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """What is known of one criterion."""

    ACCEPTS = "accepts", _("Yes")
    REFUSES = "does_not_accept", _("No")
    UNKNOWN = "unknown", _("Not known: ask")


class Criterion(TextChoices):
    """Who or what a service accepts."""

    ANY_IMMIGRATION_STATUS = "any_immigration_status", _("People with any immigration status")
    UNACCOMPANIED_MINORS = "unaccompanied_minors", _("Under 18 and alone")
    ACCOMPANIED_MINORS = "accompanied_minors", _("Under 18 with a parent or guardian")
    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    TRANS_PEOPLE = "trans_people", _("Trans people")
    LGBTQ_PEOPLE = "lgbtq_people", _("LGBTQ+ people")
    CHILDREN_ALONG = "children_along", _("People who bring children")
    DISABILITY = "disability", _("People with a disability")
    SUBSTANCE_USE = "substance_use", _("People who use alcohol or drugs")
    SEX_TRAFFICKING = "sex_trafficking", _("After sex trafficking")
    LABOUR_TRAFFICKING = "labour_trafficking", _("After labour trafficking")
    NO_IDENTITY_PAPERS = "no_identity_papers", _("Without identity papers")
    NO_POLICE_REPORT = "no_police_report", _("Without a police report")
    FREE_OF_CHARGE = "free_of_charge", _("Free of charge")
    INTERPRETERS = "interpreters", _("With an interpreter")


class AgeGroup(Enum):
    """Ages as people are asked for them: first and last year; their bits follow the criteria's.

    A service's own youngest and oldest age decide, so no editor answers these.
    """

    UNDER_12 = (0, 11)
    FROM_12_TO_17 = (12, 17)
    FROM_18_TO_24 = (18, 24)
    FROM_25 = (25, 120)


_BITS: dict[Criterion | AgeGroup, int] = {
    each: 1 << place for place, each in enumerate((*Criterion, *AgeGroup))
}


def bits(chosen: Iterable[Criterion | AgeGroup]) -> int:
    """The chosen criteria and age groups as bits of the search index."""
    total = 0
    for each in chosen:
        total |= _BITS[each]
    return total


def age_bits(youngest: float | None, oldest: float | None) -> tuple[int, int]:
    """The age groups that a service takes wholly, and those that it refuses wholly, as bits.

    Ages in years; None is no limit. Where both are None nothing is known, nor where the youngest
    is older than the oldest: one of them was typed wrong, and nobody is sent away for that.
    """
    if youngest is None and oldest is None:
        return 0, 0
    low, high = youngest or 0, 1000 if oldest is None else oldest
    if low > high:
        return 0, 0
    taken = [group for group in AgeGroup if low <= group.value[0] and _covers(high, group)]
    refused = [group for group in AgeGroup if high < group.value[0] or low >= group.value[1] + 1]
    return bits(taken), bits(refused)


def _covers(high: float, group: AgeGroup) -> bool:
    # A service for adults up to 99 takes everybody from 25.
    return high >= min(group.value[1], 99)
