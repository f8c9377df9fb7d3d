"""What a positive means, against published numbers and the reference implementation in R."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.screening.instruments.ppv import (
    Counts,
    negative_interval,
    negative_value,
    picture,
    positive_interval,
    positive_value,
    proportion,
)

shares = st.floats(0.01, 0.99)
# The 70-gene signature of Mercaldo, Lau and Zhou (2007): 34 with metastasis, 44 without.
SIGNATURE = Counts(34, 31, 44, 32)


@pytest.mark.parametrize(
    ("sensitivity", "specificity", "prevalence", "shown"),
    [(1.0, 0.61, 0.012, "3.0"), (1.0, 0.61, 0.014, "3.5"), (22 / 26, 99 / 186, 26 / 212, "20.2")],
)
def test_published_values_of_a_positive(
    sensitivity: float, specificity: float, prevalence: float, shown: str
) -> None:
    assert f"{100 * positive_value(sensitivity, specificity, prevalence):.1f}" == shown


def test_published_value_of_a_negative() -> None:
    # Hurst et al. 2021 print 96.1%; Greenbaum et al. 2018 print 51% and 97%.
    assert round(100 * negative_value(22 / 26, 99 / 186, 26 / 212), 1) == 96.1
    share = 25 / 108
    assert round(100 * positive_value(23 / 25, 61 / 83, share)) == 51
    assert round(100 * negative_value(23 / 25, 61 / 83, share)) == 97


def test_standard_logit_interval() -> None:
    # R: CIfinder::ppv_npv_ci(x1=31, n1=34, x0=32, n0=44, prevalence=0.07, method="zhou")
    found = positive_interval(SIGNATURE, 0.07)
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.2010444, 0.1331384, 0.2919216), abs=1e-6
    )
    found = negative_interval(SIGNATURE, 0.07)
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.9909508, 0.9734141, 0.9969560), abs=1e-6
    )


def test_adjusted_logit_interval_where_a_cell_is_empty() -> None:
    # R: ppv_npv_ci(31, 34, 44, 44, prevalence=0.07, method="zhou", continuity.correction=TRUE)
    found = negative_interval(Counts(34, 31, 44, 44), 0.07)
    assert (found.low, found.high) == pytest.approx((0.9772354, 0.9955563), abs=1e-6)
    found = positive_interval(Counts(34, 31, 44, 44), 0.07)
    assert found.low == pytest.approx(0.2886800, abs=1e-6)
    # R ends at 0.8676335; the estimate itself is 1, and an interval holds its estimate.
    assert (found.value, found.high) == (1.0, 1.0)


@given(st.integers(1, 60), st.integers(1, 60), st.data(), shares)
def test_an_interval_holds_its_estimate(
    n_with: int, n_without: int, data: st.DataObject, prevalence: float
) -> None:
    found = data.draw(st.integers(0, n_with))
    passed = data.draw(st.integers(0, n_without))
    counts = Counts(n_with, found, n_without, passed)
    if found or passed < n_without:
        share = positive_interval(counts, prevalence)
        assert 0 <= (share.low or 0) <= share.value <= (share.high or 0) <= 1
    if passed or found < n_with:
        share = negative_interval(counts, prevalence)
        assert 0 <= (share.low or 0) <= share.value <= (share.high or 0) <= 1


@given(shares, shares, shares, shares)
def test_more_people_with_the_experience_make_a_positive_mean_more(
    sensitivity: float, specificity: float, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    assert positive_value(sensitivity, specificity, less) <= positive_value(
        sensitivity, specificity, more
    )
    assert negative_value(sensitivity, specificity, less) >= negative_value(
        sensitivity, specificity, more
    )


def test_nobody_positive_has_no_value() -> None:
    with pytest.raises(ValueError, match="no result of this kind"):
        positive_value(0, 1, 0.1)


@pytest.mark.parametrize("table", [(3, 4, 5, 5), (3, 3, 5, 6), (0, 0, 5, 5), (5, 5, 0, 0)])
def test_a_table_that_cannot_be_is_refused(table: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"check the counts|both groups"):
        Counts(*table)


def test_a_proportion_has_the_interval_of_wilson() -> None:
    # By Wilson's formula; the study prints the exact interval, 75.28 to 91.23.
    found = proportion(76, 90)
    assert (found.value, found.low, found.high) == pytest.approx((0.8444, 0.7557, 0.9050), abs=1e-4)


def test_a_thousand_people() -> None:
    people = picture(1.0, 0.61, 0.014)
    assert (people.total, people.with_experience) == (1000, 14)
    assert (people.positives, people.right_positives) == (399, 14)
    assert (people.negatives, people.missed) == (601, 0)


@given(shares, shares, st.floats(0.00001, 0.99999))
def test_the_picture_adds_up(sensitivity: float, specificity: float, prevalence: float) -> None:
    people = picture(sensitivity, specificity, prevalence)
    assert people.positives + people.negatives == people.total
    assert people.right_positives + people.missed == people.with_experience
    assert people.with_experience >= 1 or people.total == 1_000_000
