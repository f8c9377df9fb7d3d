"""A sentence says what its record says: its own unit and no other, its number, place and time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.learn.figures.records import figures, some_figure
from waymark.learn.figures import units, wording
from waymark.learn.figures.queries import figure, sentence
from waymark.learn.figures.queries import figures as all_figures
from waymark.learn.figures.record import Figure, Measure, Part, Precision, Unit

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def found(identity: str) -> Figure:
    named = figure(identity)
    assert named is not None
    return named


def unit_words(unit: Unit) -> set[str]:
    """Every way in which a unit may be named, without its number."""
    counts = {units.counted(unit, count, "").strip() for count in (0, 1, 2, 3, 11, 100)}
    return {units.named(unit), *counts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_unit_is_a_part_of_another_units(language: str) -> None:
    with translation.override(language):
        for unit in Unit:
            for other in set(Unit) - {unit}:
                for word in unit_words(unit):
                    assert not any(word in each for each in unit_words(other))


@given(figures(), st.sampled_from(LANGUAGES))
def test_a_sentence_names_its_unit_and_no_other(record: Figure, language: str) -> None:
    with translation.override(language):
        said = sentence(record)
        assert any(word in said for word in unit_words(record.unit))
        for other in set(Unit) - {record.unit}:
            for word in unit_words(other):
                assert word not in said
        assert wording.place(record) in said


def test_ours_say_victim_only_where_victims_were_counted() -> None:
    with translation.override("en"):
        for each in all_figures():
            counts_victims = each.unit in {Unit.VICTIM_IDENTIFIED, Unit.VICTIM_LIKELY}
            assert ("victim" in sentence(each).lower()) is counts_victims, each.id
            if each.unit is not Unit.CASE:
                assert "likely case" not in sentence(each)


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (
            "line-sex-2021",
            "United States, 2021. Sex trafficking: 7,499 likely cases.",
        ),
        (
            "line-victims-2021",
            "United States, 2021. People in the situations that the hotline heard about: "
            "16,554 likely victims. Range: 16,554 to 16,710.",
        ),
        (
            "young-2019",
            "United States, 2019. Children who ran away and were reported to NCMEC "
            "(nearly 26,300): 1 in 6 were likely victims. Sex trafficking of children.",
        ),
        (
            "found-change-2019",
            "World, 2022 compared with 2019. All forms of trafficking: "
            "25% more identified victims.",
        ),
        (
            "line-family-2020",
            "United States, 2020. Recruited by a member of the family: 42% of likely victims. "
            "Counted among: sex trafficking where the hotline knew how it began.",
        ),
    ],
)
def test_sentences_as_they_read(identity: str, expected: str) -> None:
    with translation.override("en"):
        assert sentence(found(identity)) == expected


def test_the_two_care_percentages_keep_their_direction() -> None:
    with translation.override("en"):
        were_in_care = sentence(found("young-were-in-care-2017"))
        ran_from_care = sentence(found("young-missing-care-2019"))
    assert "88% of likely victims" in were_in_care
    assert were_in_care.index("In the care of") < were_in_care.index("88%")
    assert "ran from the care of" in ran_from_care
    assert ran_from_care.endswith("16% were likely victims. Sex trafficking of children.")


@given(st.sampled_from(LANGUAGES), st.decimals(0, 100, places=1))
def test_the_direction_of_a_share_is_never_turned_round(language: str, value: Decimal) -> None:
    record = replace(
        some_figure(), measure=Measure.SHARE, value=value, denominator="ran", population="girls"
    )
    with translation.override(language):
        within = sentence(replace(record, part=Part.WITHIN_UNIT))
        among = sentence(replace(record, part=Part.UNIT_WITHIN))
        girls, children = wording.population(record), wording.denominator(record)
        assert within.index(girls) < within.index(children)
        assert among.index(children) < among.index(girls)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2007, 1, 1), date(2018, 12, 31), "2007 to 2018"),
        (date(2021, 10, 1), date(2022, 9, 30), "October 2021 to September 2022"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 2, 3), date(2024, 3, 4), "February 3, 2024 to March 4, 2024"),
    ],
)
def test_periods_are_written_as_long_as_they_are(start: date, end: date, expected: str) -> None:
    with translation.override("en"):
        assert (
            wording.period(replace(some_figure(), period_start=start, period_end=end)) == expected
        )


def test_numbers_are_the_readers_own_and_keep_how_they_were_published() -> None:
    record = replace(some_figure(), value=Decimal(26300), precision=Precision.NEARLY)
    share = replace(record, measure=Measure.SHARE, value=Decimal("43.8"), denominator="ran")
    with translation.override("es"):
        assert "26.300" in sentence(record)
        assert "43,8" in sentence(share)
    with translation.override("en"):
        assert wording.short(record) == "nearly 26,300"
        assert wording.short(some_figure()) == "about 6.3 million"


def test_fewer_is_not_more() -> None:
    record = replace(some_figure(), measure=Measure.CHANGE, precision=Precision.EXACT)
    with translation.override("en"):
        assert ": 8% fewer people" in sentence(replace(record, value=Decimal(-8)))
        assert ": 8% more people" in sentence(replace(record, value=Decimal(8)))
