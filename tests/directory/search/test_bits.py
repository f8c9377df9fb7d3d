"""One comparison decides by every bit at once, so each bit is tried against plain sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.directory.criteria import AgeGroup, Criterion
from waymark.directory.search import bits

CRITERIA = st.integers(0, (1 << bits.CRITERIA) - 1)
FLAGS = st.integers(0, (1 << bits.FLAGS) - 1)
TIERS = st.integers(0, 3)


@given(CRITERIA, CRITERIA, FLAGS, TIERS)
def test_what_goes_in_comes_out(accepts: int, refuses: int, flags: int, tier: int) -> None:
    packed = bits.traits(accepts=accepts, refuses=refuses, flags=flags, tier=tier)
    assert 0 <= packed < 2**63
    assert bits.accepted(packed) == accepts
    assert bits.refused(packed) == refuses
    assert bits.flags_of(packed) == flags
    assert bits.tier_of(packed) == tier


@given(
    row=st.tuples(CRITERIA, CRITERIA, FLAGS, TIERS),
    asked=st.tuples(st.sampled_from([0, 1, 1 << 27, 6]), st.sampled_from([0, 1, 8]), TIERS),
)
def test_one_comparison_decides_all(row: tuple[int, ...], asked: tuple[int, ...]) -> None:
    accepts, refuses, flags, tier = row
    wish, needed, reader = asked
    packed = bits.traits(accepts=accepts, refuses=refuses, flags=flags, tier=tier)
    mask, value = bits.wanted(accepts=wish, flags=needed, tier=reader)
    fits = not refuses & wish and flags & needed == needed and tier <= reader
    assert (packed & mask == value) == fits


def test_every_criterion_and_age_group_has_room() -> None:
    assert len([*Criterion, *AgeGroup]) <= bits.CRITERIA


@pytest.mark.parametrize(
    "facts", [{"accepts": 1 << 28}, {"accepts": -1}, {"flags": 1 << 4}, {"tier": -1}]
)
def test_what_does_not_fit_is_refused(facts: dict[str, int]) -> None:
    plain = {"accepts": 0, "flags": 0, "tier": 0}
    with pytest.raises(ValueError, match=r"fit|tier"):
        bits.wanted(**plain | facts)
    with pytest.raises(ValueError, match=r"fit|tier"):
        bits.traits(**{"refuses": 0, **plain, **facts})


def test_languages_have_different_bits_in_a_fixed_order() -> None:
    assert len(set(bits.LANGUAGES)) == len(bits.LANGUAGES) <= 63
    each = [bits.language_bits([code]) for code in bits.LANGUAGES]
    assert each == [1 << place for place in range(len(each))]
    # Stored in every row: a change here asks for `rebuild`.
    assert bits.LANGUAGES[:4] == ("en", "es", "vi", "ar")
    assert bits.language_bits(["mixteco", "en", "es"]) == 3
