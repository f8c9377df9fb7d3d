"""What can be wrong with one figure by itself."""

from waymark.learn.figures.record import Confidence, Figure, Measure


def mistakes(figure: Figure) -> list[str]:
    """What is wrong with one figure by itself; its fields are already of the right kind."""
    found = []
    low, high = figure.low, figure.high
    if (low is None) is not (high is None):
        found.append("give `low` and `high` together.")
    elif low is not None and high is not None and not low <= figure.value <= high:
        found.append("`value` must lie between `low` and `high`.")
    if figure.measure is Measure.COUNT and figure.value != figure.value.to_integral_value():
        found.append("`value` of a count must be a whole number.")
    if figure.measure is Measure.SHARE and not 0 <= figure.value <= 100:
        found.append("`value` of a share is a percentage from 0 to 100.")
    if figure.measure is Measure.ONE_IN and figure.value < 1:
        found.append("`value` of one_in is the number after `1 in`, at least 1.")
    if figure.measure is not Measure.CHANGE and figure.value < 0:
        found.append("`value` must not be negative.")
    if figure.measure in {Measure.SHARE, Measure.ONE_IN} and not figure.denominator:
        found.append("a share or one_in needs a `denominator`: of whom?")
    return found + _of_source(figure)


def _of_source(figure: Figure) -> list[str]:
    found = []
    if figure.period_start > figure.period_end:
        found.append("`period_start` must not come after `period_end`.")
    if figure.source.published and figure.source.published < f"{figure.period_start.year}":
        found.append("it cannot be published before its period begins.")
    if figure.review_due <= figure.source.seen:
        found.append("`review_due` must come after the day its source was seen.")
    if (figure.confidence is Confidence.A) is bool(figure.source.via):
        found.append("A is for the publisher's own page; B and C need a source with `via`.")
    return found
