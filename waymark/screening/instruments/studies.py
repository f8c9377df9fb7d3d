"""What studies found, and the instruments that we do not carry, each with the reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from waymark.learn.content.fields import Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, Review, Source, review_of, sources_of
from waymark.learn.content.words import Words, read_words
from waymark.screening.instruments.model import Study
from waymark.screening.instruments.ppv import Counts

OURS = Path(__file__).resolve().parents[1] / "data"
KIND = "instruments"
COUNTS = ("printed", "worked-out", "at-least")


@dataclass(frozen=True)
class Absent:
    """An instrument that we do not carry."""

    id: str
    name: str
    url: str
    studies: tuple[Study, ...]
    words: Words = field(repr=False)

    @property
    def short(self) -> str:
        """Its short form in brackets; else the name without the owner and the year after it."""
        brackets = re.search(r"\((.+?)\)", self.name)
        return brackets[1] if brackets else self.name.partition(",")[0]

    @property
    def about(self) -> str:
        """What it is and for whom."""
        return self.words(f"absent.{self.id}.about")

    @property
    def why(self) -> str:
        """Why it is not here, and where to ask for it."""
        return self.words(f"absent.{self.id}.why")


@dataclass(frozen=True)
class Assumed:
    """The share of people with the experience that a page begins with, and who measured it."""

    prevalence: float
    source: Source


@dataclass(frozen=True)
class Shelved:
    """All that is not carried, with what the pages around it need."""

    absent: tuple[Absent, ...]
    assumed: Assumed
    sources: Mapping[str, Source]
    review: Review
    words: Words = field(repr=False)


def read_absent() -> Shelved:
    """The instruments that are not carried; the organisation's file replaces ours."""
    words = read_words(KIND, OURS)
    path = files(KIND, "absent.toml", OURS)[-1]
    fields = Fields(path, read_toml(path))
    fields.only("prevalence", "absent", "sources", *REVIEW_FIELDS)
    sources = {source.id: source for source in sources_of(fields)}
    row = fields.table("prevalence")
    row.only("value", "source")
    assumed = Assumed(row.number("value"), sources[row.one_of("source", sources)])
    absent = tuple(_absent(each, words) for each in fields.tables("absent"))
    return Shelved(absent, assumed, sources, review_of(fields), words)


shelved = Shelf(read_absent)


def _absent(row: Fields, words: Words) -> Absent:
    row.only("id", "name", "url", "studies")
    identity = row.neutral_path("id")
    for name in ("about", "why"):
        if not words(f"absent.{identity}.{name}", "en"):
            raise row.fault(f"en.toml has no words absent.{identity}.{name}.")
    studies = tuple(study_of(each, identity, words) for each in row.tables("studies"))
    return Absent(identity, row.text("name"), row.text("url"), studies, words)


def study_of(row: Fields, owner: str, words: Words) -> Study:
    """A study in a file. Raises ContentError where its shares and counts do not agree."""
    row.only(
        "id", "citation", "url", "year", "n", "prevalence", "sensitivity", "specificity", "counts",
        "with_experience", "true_positives", "without_experience", "true_negatives",
    )  # fmt: skip
    identity = row.neutral_path("id")
    if not words(f"studies.{identity}.about", "en"):
        raise row.fault(f"en.toml has no words studies.{identity}.about.")
    counts_are = row.one_of("counts", [*COUNTS, ""], "")
    study = Study(
        id=identity,
        citation=row.text("citation"),
        url=row.text("url"),
        year=row.whole("year"),
        sensitivity=_share(row, "sensitivity"),
        specificity=_share(row, "specificity"),
        counts=_counts(row) if counts_are else None,
        counts_are=counts_are,
        owner=owner,
        words=words,
        n=row.whole("n") if "n" in row.values else None,
        prevalence=_share(row, "prevalence"),
    )
    _compare(row, study)
    return study


def _share(row: Fields, name: str) -> float | None:
    return row.number(name) / 100 if name in row.values else None


def _counts(row: Fields) -> Counts:
    names = ("with_experience", "true_positives", "without_experience", "true_negatives")
    try:
        return Counts(*(row.whole(name) for name in names))
    except ValueError as fault:
        raise row.fault(f"{fault}.") from fault


def _compare(row: Fields, study: Study) -> None:
    """Counts must give the printed shares, to half of the last digit that any study prints."""
    if study.counts is None:
        return
    for name in ("sensitivity", "specificity"):
        printed, counted = getattr(study, name), getattr(study.counts, name)
        if printed is None or abs(printed - counted) > 0.0055:
            raise row.fault(f"its counts give a {name} of {counted:.3f}, which it does not print.")


def studies_with_both() -> list[Study]:
    """Every study from which one can say what a positive and a negative mean."""
    from waymark.screening.instruments.reading import instruments

    carried = (study for each in instruments().values() for study in each.studies)
    absent = (study for each in shelved().absent for study in each.studies)
    return [
        study
        for study in (*carried, *absent)
        if study.sensitivity is not None and study.specificity is not None
    ]
