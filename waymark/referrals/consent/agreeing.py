"""Who can agree to a release. A suspected perpetrator never; a young person alone where a rule says
so; else a parent or guardian as well, and never instead.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import FIELDS
from waymark.cases.fields.catalogue import Part
from waymark.cases.fields.rough import RoughDate
from waymark.cases.models import Case, Participant, today
from waymark.cases.records import read, read_many
from waymark.cases.reference.consent_age import Ruling, consent_ages
from waymark.referrals.consent.choices import part_of
from waymark.referrals.consent.terms import Given
from waymark.referrals.suspected import is_suspected
from waymark.reports.states import CannotNow
from waymark.vault.blind import words
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen

_YOUNG_BANDS = frozenset({"under_12", "12_17"})
_NAMES = ("prs_FirstName", "prs_SecondName")
_OLDEST = 150
DECEMBER = 12

SUSPECTED = _(
    "Somebody who is suspected of harming people in this case cannot agree to a release. Whatever "
    "has to leave about them is a disclosure that the law compels."
)
ERASED = _("What this person is in the case is erased, or closed to you.")
OTHER_ON_RECORD = _(
    "The age that you chose does not fit the birth date or age on record. Look at the person's "
    "page, and correct what is wrong."
)
GUARDIAN = _(
    "A parent or guardian has to agree as well. Write who agreed and what they are to the person."
)
SUSPECTED_GUARDIAN = _(
    "Somebody of that name is suspected of harming people in this case, and cannot agree for the "
    "person. Ask another guardian, or your adviser."
)
BASIS = _("Say how you know that this young person may agree alone.")
WITNESS = _("Write who was there as a witness.")


@dataclass(frozen=True)
class Ages:
    """Between which ages the records put somebody, in whole years."""

    least: int
    most: int

    def allow(self, age: int) -> bool:
        """Whether somebody can be of that age; of an adult no more is asked than that."""
        adult = consent_ages().adult_age
        return self.most >= adult if age >= adult else self.least <= age <= self.most


def require_consenter(participant: Participant, keyring: Keyring) -> None:
    """Raise CannotNow for somebody who can agree to nothing in this case."""
    try:
        read(participant, keyring)
    except CannotOpen:
        raise CannotNow(ERASED) from None
    if is_suspected(participant, keyring):
        raise CannotNow(SUSPECTED)


def require_agreement(participant: Participant, given: Given, keyring: Keyring) -> None:
    """Raise CannotNow unless those who have to agree have agreed. Raises CannotOpen.

    The age that the worker chose may not be above what is on record.
    """
    require_consenter(participant, keyring)
    if given.how == "verbal-with-witness" and not given.witness:
        raise CannotNow(WITNESS)
    known = ages_on_record(participant, keyring)
    if known is not None and given.age is not None and not known.allow(given.age):
        raise CannotNow(OTHER_ON_RECORD)
    ruling = ruling_for(given)
    if ruling.needs_guardian and not (given.guardian and given.guardian_is):
        raise CannotNow(_because(GUARDIAN, ruling))
    if ruling.needs_confirmation and not (given.basis or given.guardian):
        raise CannotNow(_because(BASIS, ruling))
    if given.guardian and _suspected(given.guardian, participant.case, keyring):
        raise CannotNow(SUSPECTED_GUARDIAN)


def _because(sentence: Promise, ruling: Ruling) -> str:
    """What to do, and the rule of the place that says so."""
    return " ".join([str(sentence), *ruling.sentences()])


def _suspected(name: str, case: Case, keyring: Keyring) -> bool:
    """Whether somebody is called like a suspected perpetrator of the case, in whatever order."""
    called = words(name)
    rows = case.participants.filter(envelope__erased_at=None).select_related("person__merged_into")
    others = [row for row in rows if part_of(row, keyring) is Part.SUSPECTED_PERPETRATOR]
    for content in read_many((row.person.standing for row in others), keyring).values():
        answers = content.get(FIELDS, {})
        theirs = set().union(*(words(str(answers.get(each, {}).get("v", ""))) for each in _NAMES))
        if theirs and (theirs <= called or called <= theirs):
            return True
    return False


def ruling_for(given: Given) -> Ruling:
    """Who has to agree at that place and age, and why."""
    return consent_ages().ruling(given.place, given.age)


def who_agrees(given: Given) -> str:
    """Who had to agree, in one sentence."""
    ages = consent_ages()
    adult = given.age is not None and given.age >= ages.adult_age
    return ages.words("rules.adult") if adult else ruling_for(given).label


def ages_on_record(participant: Participant, keyring: Keyring) -> Ages | None:
    """The ages that birth date or age band allow; None where neither says anything.

    The person's identity is opened for this and nothing of it is handed on. Raises CannotOpen.
    """
    answers = read(participant.person.standing, keyring).get(FIELDS, {})
    born = RoughDate.parse(str(answers.get("prs_Birthdate", {}).get("v", "")))
    if born is not None:
        return _since(born, today())
    band = str(answers.get("age_band", {}).get("v", ""))
    if not band:
        return None
    adult = consent_ages().adult_age
    return Ages(0, adult - 1) if band in _YOUNG_BANDS else Ages(adult, _OLDEST)


def _since(born: RoughDate, day: date) -> Ages:
    """Whole years since a date that may be known only by its year or month."""
    month = born.month or DECEMBER
    last = date(born.year, month, born.day or monthrange(born.year, month)[1])
    return Ages(_years(last, day), _years(born.first_day, day))


def _years(born: date, day: date) -> int:
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
