"""The answers that this slice's fields offer: lists of the installation, and our own."""

from collections.abc import Callable, Mapping
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.fields import codes
from waymark.cases.fields.catalogue import FieldType, specs_of
from waymark.cases.fields.codes import Codes, country_names
from waymark.cases.reference.milestones import milestones
from waymark.cases.reference.places import ANYWHERE, REGIONS
from waymark.cases.reference.support import support

BY_TERM, BY_LETTER, EARLIEST = "term", "letter", "earliest"
GIVEN = "given"
INDIVIDUAL, HOUSEHOLD, COMMUNITY = "individual", "household", "community"

OWN: Mapping[str, Mapping[str, str | Promise]] = {
    "assessment.level": {
        INDIVIDUAL: _("The person"),
        HOUSEHOLD: _("The household"),
        COMMUNITY: _("The community"),
    },
    "assessment.needs": {
        "safety": _("Safety"),
        "housing": _("Somewhere to live"),
        "food_and_clothes": _("Food, clothes, things for every day"),
        "health": _("Health care"),
        "mental_health": _("Care for mental health"),
        "legal": _("Legal advice"),
        "stay": _("Papers and leave to stay"),
        "money": _("Money and debts"),
        "work": _("Work"),
        "education": _("School, courses, language"),
        "family": _("Children and family"),
        "people": _("People to turn to"),
        "interpreter": _("An interpreter"),
        "other": _("Something else"),
    },
    "safety_plan.agreed_by": {
        "person": _("The person"),
        "parent_or_guardian": _("A parent or guardian"),
        "organisation": _("Our organisation"),
        "other": _("Somebody else"),
    },
    "safety_plan.agreed_how": {
        "signed": _("Signed"),
        "said": _("Said so"),
        "recorded": _("Said so, and it was recorded"),
        "not_yet": _("Not agreed yet"),
    },
    "service.result": {
        GIVEN: _("Given"),
        "partly": _("Given in part"),
        "not_given": _("Tried, and not given"),
        "declined": _("Offered, and the person did not want it"),
    },
    "milestone.due_from": {
        BY_TERM: _("Counted from the term"),
        BY_LETTER: _("Stands in a letter, or somebody said so"),
        EARLIEST: _("Counted from the term: not sooner than this day"),
    },
    "outcome.asked": {
        "asked": _("Yes"),
        "declined": _("Yes, and they did not want to answer"),
        "not_reached": _("No: we could not reach them"),
        "not_safe": _("No: it was not safe to ask"),
        "not_able": _("No: they were not able to answer"),
    },
}
ALIKE = {
    "support_plan.agreed_by": "safety_plan.agreed_by",
    "support_plan.agreed_how": "safety_plan.agreed_how",
}
BEARS: Mapping[str, str | Promise] = {
    "strength": _("Helps"),
    "neither": _("Makes no difference"),
    "risk": _("Is a risk"),
}


def register() -> None:
    """Name every list once, when Django is ready."""
    for key, names in OWN.items():
        codes.register(key, partial(_same, names))
    for key, other in ALIKE.items():
        codes.register(key, partial(_same, OWN[other]))
    for key, found in _LISTS.items():
        codes.register(key, found)
    for name in bearing_fields():
        codes.register(f"assessment.{name}", partial(_same, BEARS))
    for name in dimension_fields():
        codes.register(f"outcome.{name}", partial(_dimension, name.replace("_", "-")))


def bearing_fields() -> list[str]:
    """The questions of an assessment that are answered with helps, neither or risk."""
    chosen = [spec for spec in specs_of("assessment") if spec.type is FieldType.CHOICE]
    return [spec.name for spec in chosen if spec.name != "level"]


def dimension_fields() -> list[str]:
    """The fields of an outcome that are questions of the installation's list."""
    chosen = [spec for spec in specs_of("outcome") if spec.type is FieldType.CHOICE]
    return [spec.name for spec in chosen if spec.name != "asked"]


def place_names() -> Codes:
    """Countries, and the parts of countries that have rules of their own, by name."""
    words, kinds = milestones().words, milestones().kinds.values()
    parts = {kind.jurisdiction for kind in kinds if "-" in kind.jurisdiction}
    countries = country_names()
    own = {
        code: f"{countries.get(code[:2], code[:2])} – {words(f'jurisdictions.{code}')}"
        for code in sorted(parts - {ANYWHERE, *REGIONS})
    }
    return {**own, **countries}


def _same(names: Codes) -> Codes:
    return names


def _services() -> Codes:
    return {each.id: each.label for each in support().services.values()}


def _barriers() -> Codes:
    return {each.id: each.label for each in support().barriers.values()}


def _milestones() -> Codes:
    return {each.id: each.label for each in milestones().kinds.values()}


def _dimension(name: str) -> Codes:
    found = support().outcomes.get(name)
    return dict(found.choices()) if found else {}


_LISTS: Mapping[str, Callable[[], Codes]] = {
    "service.category": _services,
    "service.barriers": _barriers,
    "milestone.kind": _milestones,
    "milestone.place": place_names,
}
