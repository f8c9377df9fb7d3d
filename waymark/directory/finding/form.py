"""What somebody asks for. It lives in the fields of the form only, from page to page of a visit.

A plain class: nothing in it can be wrong enough to lose what was typed. What it does not know, such
as a need that a newer version dropped, it leaves out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from waymark.directory import criteria
from waymark.directory.criteria import AgeGroup, Criterion
from waymark.directory.finding import needs
from waymark.directory.finding.needs import Need
from waymark.directory.finding.spelling import MOST_LETTERS

MOST_KEPT = 20
MOST_PAGES = 50
COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)")
LANGUAGE = re.compile(r"[a-z]{2,3}")
ANYWHERE = "any"
# How far away, in kilometres.
DISTANCES = ("10", "25", "50", "100", ANYWHERE)
USUAL_DISTANCE = "50"
AGES = {
    "child": AgeGroup.UNDER_12,
    "teen": AgeGroup.FROM_12_TO_17,
    "young": AgeGroup.FROM_18_TO_24,
    "adult": AgeGroup.FROM_25,
}
MINORS = {"child", "teen"}
# What is asked about the person, by the name of its field: what a service must then not refuse.
GENDERS = {
    "woman": Criterion.WOMEN,
    "man": Criterion.MEN,
    "trans": Criterion.TRANS_PEOPLE,
}
COMPANY = {
    "alone": Criterion.UNACCOMPANIED_MINORS,
    "parent": Criterion.ACCOMPANIED_MINORS,
}
WISHES = {
    "free": Criterion.FREE_OF_CHARGE,
    "no_papers": Criterion.NO_IDENTITY_PAPERS,
    "no_police": Criterion.NO_POLICE_REPORT,
    "any_status": Criterion.ANY_IMMIGRATION_STATUS,
    "interpreter": Criterion.INTERPRETERS,
    "children": Criterion.CHILDREN_ALONG,
    "disability": Criterion.DISABILITY,
    "substances": Criterion.SUBSTANCE_USE,
    "lgbtq": Criterion.LGBTQ_PEOPLE,
}
WISH_LABELS = {
    "free": _("It must cost nothing"),
    "no_papers": _("No identity papers"),
    "no_police": _("No report to the police"),
    "any_status": _("Worried about immigration status"),
    "interpreter": _("An interpreter is needed"),
    "children": _("Brings children"),
    "disability": _("Has a disability"),
    "substances": _("Uses alcohol or drugs"),
    "lgbtq": _("Is LGBTQ+"),
}
GENDER_LABELS = {
    "": _("No answer"),
    "woman": _("Woman or girl"),
    "man": _("Man or boy"),
    "trans": _("Trans person"),
}
AGE_LABELS = {
    "": _("No answer"),
    "child": _("Under 12"),
    "teen": _("12 to 17"),
    "young": _("18 to 24"),
    "adult": _("25 or older"),
}
COMPANY_LABELS = {
    "": _("No answer"),
    "alone": _("Alone"),
    "parent": _("With a parent or guardian"),
}


@dataclass(frozen=True)
class FindForm:
    """The form as it was sent, or empty.

    `near` is a point in degrees that the reader's device gave, for this request only. `pick` is
    the number of a place among those that `picked_for` may mean. `kept` are ids of results.
    """

    what: str = ""
    chosen: tuple[str, ...] = ()
    where: str = ""
    near: tuple[float, float] | None = None
    pick: int | None = None
    picked_for: str = ""
    far: str = USUAL_DISTANCE
    language: str = ""
    age: str = ""
    gender: str = ""
    company: str = ""
    wishes: frozenset[str] = frozenset()
    open_now: bool = False
    page: int = 1
    kept: tuple[UUID, ...] = field(default=())

    @classmethod
    def read(cls, sent: QueryDict) -> "FindForm":
        """Read what was sent; whatever cannot be meant is left out."""
        form = cls(
            what=_text(sent, "what"),
            chosen=tuple(key for key in needs.by_key() if key in sent.getlist("need")),
            where=_text(sent, "where"),
            near=_point(sent.get("near", "")),
            pick=_number(sent.get("pick", ""), most=99),
            picked_for=_text(sent, "picked_for"),
            far=_one_of(sent.get("far", ""), DISTANCES) or USUAL_DISTANCE,
            language=_language(sent.get("language", "")),
            age=_one_of(sent.get("age", ""), AGES),
            gender=_one_of(sent.get("gender", ""), GENDERS),
            company=_one_of(sent.get("company", ""), COMPANY),
            wishes=frozenset(WISHES) & frozenset(sent.getlist("wish")),
            open_now=bool(sent.get("open_now")),
            page=max(1, _number(sent.get("page", ""), most=MOST_PAGES) or 1),
            kept=tuple(_ids(sent.getlist("kept"))),
        )
        return form._after_buttons(sent)

    def _after_buttons(self, sent: QueryDict) -> "FindForm":
        """A button that was pressed turns the page, keeps a result or gives it up."""
        page = _number(sent.get("turn", ""), most=MOST_PAGES)
        near, where = self.near, self.where
        if sent.get("search"):
            page = 1
            # A place that was typed is meant, not the point of an earlier press.
            near = None if where else near
        kept = [*self.kept, *_ids(sent.getlist("keep"))]
        gone = set(_ids(sent.getlist("drop")))
        kept = [each for each in dict.fromkeys(kept) if each not in gone][:MOST_KEPT]
        return replace(self, page=page or self.page, near=near, kept=tuple(kept))

    def needs(self) -> list[Need]:
        """The needs that were ticked, and those that the words mean."""
        ticked = [needs.by_key()[key] for key in self.chosen]
        return list(dict.fromkeys((*ticked, *needs.meant(self.what))))

    def text(self) -> str:
        """The words, where they are no need that we know: they may be a name."""
        return "" if needs.meant(self.what) else self.what

    def wanted(self) -> list[Criterion | AgeGroup]:
        """What a service must not refuse."""
        found: list[Criterion | AgeGroup] = []
        if self.age:
            found.append(AGES[self.age])
        if self.gender:
            found.append(GENDERS[self.gender])
        if self.company and self.age in MINORS:
            found.append(COMPANY[self.company])
        return found + [wanted for name, wanted in WISHES.items() if name in self.wishes]

    @property
    def wish(self) -> int:
        """The same as bits of the search index."""
        return criteria.bits(self.wanted())

    @property
    def about_person(self) -> bool:
        """Whether anything was said about the person."""
        return bool(self.age or self.gender or self.company or self.wishes)

    def fields(self) -> Iterator[tuple[str, str]]:
        """Every field as it travels hidden on pages that do not show the form."""
        yield from (("need", key) for key in self.chosen)
        yield from (("wish", name) for name in WISHES if name in self.wishes)
        near = "{:.2f},{:.2f}".format(*self.near) if self.near else ""
        values: Mapping[str, str] = {
            "what": self.what,
            "where": self.where,
            "near": near,
            "far": self.far,
            "language": self.language,
            "age": self.age,
            "gender": self.gender,
            "company": self.company,
            "open_now": "1" if self.open_now else "",
        }
        yield from ((name, value) for name, value in values.items() if value)
        yield from self.state()

    def state(self) -> Iterator[tuple[str, str]]:
        """Fields that no page shows: what was kept, the page, the place that was picked."""
        yield "page", str(self.page)
        if self.pick is not None:
            yield from (("pick", str(self.pick)), ("picked_for", self.picked_for))
        yield from (("kept", str(each)) for each in self.kept)


def _text(sent: QueryDict, name: str) -> str:
    return " ".join(sent.get(name, "").replace("\x00", "").split())[:MOST_LETTERS]


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _language(value: str) -> str:
    return value if LANGUAGE.fullmatch(value) else ""


def _number(text: str, *, most: int) -> int | None:
    """A whole number from 0 to `most`; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) and int(text) <= most else None


def _point(text: str) -> tuple[float, float] | None:
    """A point in degrees, rounded to 0.01 here too: about a kilometre is near enough."""
    found = COORDINATES.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = (round(float(each), 2) for each in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _ids(texts: Iterable[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
