"""What a partner has to state about the person's consent. Without it nothing is taken."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import Answer
from waymark.cases.fields.codes import language_names
from waymark.cases.fields.rough import RoughDate
from waymark.cases.models import today
from waymark.cases.reference.consent_age import consent_ages
from waymark.referrals.models import PartnerKey
from waymark.referrals.partners.api.problems import Fault, Words
from waymark.referrals.partners.api.shapes import EMPTY, is_text, offered, tidied
from waymark.referrals.partners.content import Consent
from waymark.referrals.reference.releases import WAYS, releases

LONGEST_NAME = 200
LONGEST_BASIS = 500
PERSON, WITH_GUARDIAN = "person", "person-and-guardian"
GIVEN_BY = (PERSON, WITH_GUARDIAN)
WITNESSED = "verbal-with-witness"
NEEDED = ("purpose", "givenOn", "givenBy", "how", "language", "covers")
TEXTS = {
    "guardian": LONGEST_NAME,
    "basis": LONGEST_BASIS,
    "witness": LONGEST_NAME,
    "interpreter": LONGEST_NAME,
}
MEMBERS = (*NEEDED, "expiresOn", *TEXTS)
_YOUNG_BANDS = frozenset({"under_12", "12_17"})
_YEAR_END = (12, 31)

MISSING = _("This is needed. Add it.")
UNKNOWN_MEMBERS = _("There are members here that the document does not know. Leave them out.")
_OTHER_PURPOSE = _("This key is for another purpose. Ask the organisation for a key for this one.")
_CODE = _("Use one of the codes that the document lists.")
_DAY = _("Write a day, such as 2026-11-30.")
_FUTURE = _("This day has not come yet. Write when the person agreed.")
_OVER = _("This consent is over. Ask the person again.")
_TOO_LONG = _("A consent holds for at most %(days)s days. Choose an earlier day.")
_FIELDS = _("List the fields that the person agreed to, each once, by the document’s names.")
_WITNESS = _("Write who was there as a witness.")
_GUARDIAN = _("Name the parent or guardian who agreed as well.")
_YOUNG = _(
    "This is a young person. Write in “basis” how you know that they may agree alone, or name the "
    "guardian who agreed as well."
)


def read_consent(
    given: Any, key: PartnerKey, values: Mapping[str, Answer]
) -> tuple[Consent | None, list[Fault]]:
    """The consent that a body states, or what is wrong with it. `values`: those that were sent."""
    if not isinstance(given, dict):
        return None, [Fault("/consent", MISSING)]
    faults: dict[str, Words] = {name: MISSING for name in NEEDED if name not in given}
    faults |= {name: said for name, said in _members(given, key).items() if name not in faults}
    if not faults:
        faults |= _days(given) | _who(given, values)
    found = [Fault(f"/consent/{name}", said) for name, said in faults.items()]
    if set(given) - set(MEMBERS):
        found.append(Fault("/consent", UNKNOWN_MEMBERS))
    return (None, found) if found else (_consent(given), [])


def longest_days() -> int:
    """How long a consent of a partner's holds, if it names no earlier day."""
    return releases().default_days


def _consent(given: Mapping[str, Any]) -> Consent:
    return Consent(
        purpose=given["purpose"],
        given_on=given["givenOn"],
        given_by=given["givenBy"],
        how=given["how"],
        language=given["language"],
        expires_on=_last_day(given).isoformat(),
        covers=tuple(given["covers"]),
        **{name: tidied(given[name]) for name in TEXTS if name in given},
    )


def _members(given: Mapping[str, Any], key: PartnerKey) -> dict[str, Words]:
    """What is wrong with single members."""
    codes: dict[str, frozenset[str]] = {
        "givenBy": frozenset(GIVEN_BY),
        "how": frozenset(WAYS),
        "language": frozenset(language_names()),
    }
    faults: dict[str, Words] = {
        name: _CODE for name, known in codes.items() if not _is_one(given.get(name), known)
    }
    if given.get("purpose") != key.purpose:
        faults["purpose"] = _OTHER_PURPOSE
    for name in ("givenOn", "expiresOn"):
        if name in given and _day(given[name]) is None:
            faults[name] = _DAY
    for name, longest in TEXTS.items():
        if name in given and not (is_text(given[name], longest) and tidied(given[name])):
            faults[name] = EMPTY
    covers = given.get("covers")
    listed = isinstance(covers, list) and all(_is_one(each, offered()) for each in covers)
    if not listed or not covers or len(set(covers)) != len(covers):
        faults["covers"] = _FIELDS
    return faults


def _days(given: Mapping[str, Any]) -> dict[str, Words]:
    first, last = _first_day(given), _last_day(given)
    if first > today():
        return {"givenOn": _FUTURE}
    if last < today():
        return {"expiresOn" if "expiresOn" in given else "givenOn": _OVER}
    if last - first > timedelta(days=longest_days()):
        return {"expiresOn": _TOO_LONG % {"days": longest_days()}}
    return {}


def _who(given: Mapping[str, Any], values: Mapping[str, Answer]) -> dict[str, Words]:
    faults: dict[str, Words] = {}
    if given["how"] == WITNESSED and "witness" not in given:
        faults["witness"] = _WITNESS
    if given["givenBy"] == WITH_GUARDIAN and "guardian" not in given:
        faults["guardian"] = _GUARDIAN
    if given["givenBy"] == PERSON and "basis" not in given and _may_be_young(values):
        faults["basis"] = _YOUNG
    return faults


def _may_be_young(values: Mapping[str, Answer]) -> bool:
    """Whether what was sent leaves it open that the person is no adult."""
    band = values.get("identity.age_band")
    if band is not None and band.value in _YOUNG_BANDS:
        return True
    birth = values.get("identity.prs_Birthdate")
    born = RoughDate.parse(str(birth.value)) if birth is not None and birth.value else None
    if born is None:
        return False
    month, day = born.month or _YEAR_END[0], born.day or _YEAR_END[1]
    now = today()
    grown = (born.year + consent_ages().adult_age, month, day)
    return grown > (now.year, now.month, now.day)


def _first_day(given: Mapping[str, Any]) -> date:
    return date.fromisoformat(given["givenOn"])


def _last_day(given: Mapping[str, Any]) -> date:
    if "expiresOn" in given:
        return date.fromisoformat(given["expiresOn"])
    return _first_day(given) + timedelta(days=longest_days())


def _day(value: Any) -> date | None:
    """A day as `2026-11-30` and in no other form, in years that days can be counted from."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.isoformat() == value and found.year < date.max.year else None


def _is_one(value: Any, known: Any) -> bool:
    return isinstance(value, str) and value in known
