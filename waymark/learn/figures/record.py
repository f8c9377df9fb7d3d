"""What a figure is, and what belongs to it: its source, series, and what stands beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone


class Measure(StrEnum):
    """What kind of number it is."""

    COUNT = "count"
    SHARE = "share"
    ONE_IN = "one_in"
    CHANGE = "change"


class Unit(StrEnum):
    """What was counted. The list is closed: a new unit needs words in `units`."""

    SIGNAL = "signal"
    CASE = "case"
    VICTIM_IDENTIFIED = "victim_identified"
    VICTIM_LIKELY = "victim_likely"
    REFERRAL = "referral"
    ESTIMATE_STOCK = "estimate_stock"
    SUSPECTED_PERPETRATOR = "suspected_perpetrator"
    DEFENDANT = "defendant"
    PROSECUTION = "prosecution"
    CONVICTION = "conviction"
    BUSINESS = "business"


class Part(StrEnum):
    """Which way a share goes.

    WITHIN_UNIT: of all that the unit counts, this share belongs to the population.
    UNIT_WITHIN: of the base, this share is what the unit counts.
    """

    WITHIN_UNIT = "within_unit"
    UNIT_WITHIN = "unit_within"


class Precision(StrEnum):
    """How its publisher wrote the number."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"


class Confidence(StrEnum):
    """A: the publisher's own page was read. B: somebody quotes it. C: somebody repeats it."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True)
class Publication:
    """Where a figure was published, and where it was read.

    `published` is a day, month or year, or empty where nobody says. `via` names who quotes the
    publisher; it is empty where the publisher's own page was read.
    """

    id: str
    publisher: str
    title: str
    published: str
    url: str
    seen: date
    via: str


@dataclass(frozen=True)
class Figure:
    """One figure. `population`, `denominator`, `method` and `caveat` are keys of the words."""

    id: str
    topic: str
    measure: Measure
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    precision: Precision
    unit: Unit
    part: Part
    population: str
    denominator: str
    place: str
    period_start: date
    period_end: date
    method: str
    source: Publication
    confidence: Confidence
    supersedes: str
    superseded_by: str
    review_due: date
    caveat: str

    @property
    def overdue(self) -> bool:
        """Whether it is past its review and may be shown only as an older figure."""
        return timezone.localdate() > self.review_due

    @property
    def secondary_only(self) -> bool:
        """Whether nobody has checked it against a source that counts."""
        return self.confidence is Confidence.C


@dataclass(frozen=True)
class Point:
    """One figure in a series, and why it must not be compared with the one before it."""

    figure: str
    break_before: str


@dataclass(frozen=True)
class Series:
    """Figures that belong beside each other; `axis` says what tells them apart."""

    id: str
    topic: str
    axis: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Unused:
    """A number that is going around and that we do not use."""

    id: str
    instead: tuple[str, ...]
    sources: tuple[Publication, ...]


@dataclass(frozen=True)
class Note:
    """What always stands beside the figures of a place."""

    place: str
    text: str
    source: Publication
