"""What the pages show of studies, and of what a positive means, in words and as a picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waymark.screening.instruments import ppv, wording
from waymark.screening.instruments.model import Study
from waymark.screening.instruments.ppv import People, Share
from waymark.web import charts
from waymark.web.charts import Bar

OTHER_SHARES = (0.001, 0.01, 0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Finding:
    """A study as a row: its shares with intervals, in words."""

    study: Study
    sensitivity: str
    specificity: str
    counts: str


def findings(studies: Iterable[Study]) -> list[Finding]:
    """Studies as rows of a table."""
    return [
        Finding(
            study,
            _share(study.sensitivity, _proportion(study, positive=True)),
            _share(study.specificity, _proportion(study, positive=False)),
            study.words(f"counts.{study.counts_are}") if study.counts_are else "",
        )
        for study in studies
    ]


def _proportion(study: Study, *, positive: bool) -> Share | None:
    found = study.counts
    if found is None:
        return None
    if positive:
        return ppv.proportion(found.true_positives, found.with_experience)
    return ppv.proportion(found.true_negatives, found.without_experience)


def _share(printed: float | None, counted: Share | None) -> str:
    if printed is None:
        return ""
    if counted is None:
        return wording.percent(printed)
    return f"{wording.percent(printed)} ({wording.interval(counted)})"


@dataclass(frozen=True)
class Meaning:
    """What a positive and a negative of a study mean at one share."""

    share: float
    prevalence: str
    positive: str
    positive_interval: str
    negative: str
    negative_interval: str
    people: People


def meaning(study: Study, prevalence: float) -> Meaning:
    """The meaning of both results, with intervals where the study has counts."""
    sensitivity, specificity = study.sensitivity or 0.0, study.specificity or 0.0
    positive = Share(ppv.positive_value(sensitivity, specificity, prevalence))
    negative = Share(ppv.negative_value(sensitivity, specificity, prevalence))
    if study.counts:
        positive = ppv.positive_interval(study.counts, prevalence)
        negative = ppv.negative_interval(study.counts, prevalence)
    return Meaning(
        prevalence,
        wording.percent_as_given(prevalence),
        wording.percent(positive.value),
        wording.interval(positive),
        wording.percent(negative.value),
        wording.interval(negative),
        ppv.picture(sensitivity, specificity, prevalence),
    )


def at_other_shares(study: Study, prevalence: float) -> list[Meaning]:
    """The same for other shares, the chosen one among them."""
    return [meaning(study, each) for each in sorted({*OTHER_SHARES, prevalence})]


def picture(people: People) -> SafeString:
    """The people as bars, which a screen reader hears as one sentence."""
    wrong = people.positives - people.right_positives
    numbers = {"total": people.total, "positives": people.positives}
    rows = (
        (_("Positive and right"), people.right_positives),
        (_("Positive and wrong"), wrong),
        (_("Negative and right"), people.negatives - people.missed),
        (_("Negative and wrong"), people.missed),
    )
    return charts.bars(
        [Bar(label, number, str(number)) for label, number in rows],
        title=_("%(total)s people, by their result") % numbers,
        description=", ".join(f"{label}: {number}" for label, number in rows),
        most=people.total,
    )
