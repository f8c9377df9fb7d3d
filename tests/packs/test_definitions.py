"""What is counted and shown, as the files say: all has words, and nothing names anybody."""

import pytest
from django.utils import translation

from tests.packs.units import PEOPLE
from waymark.cases.fields.catalogue import Identifying, spec_of
from waymark.cases.fields.codes import codes_for
from waymark.packs.definitions import (
    ALL,
    NOT_KNOWN,
    POPULATIONS,
    Pack,
    Population,
    packs,
    population,
)
from waymark.packs.wording import PACKS, TABLES, cell_title
from waymark.referrals.models import TaskState

EVERY_PACK = pytest.mark.parametrize("pack", packs().values(), ids=lambda pack: pack.id)
EVERY_POPULATION = pytest.mark.parametrize("name", POPULATIONS)


@EVERY_PACK
def test_each_pack_and_each_of_its_tables_has_words(pack: Pack) -> None:
    assert str(PACKS[pack.id].title)
    assert str(PACKS[pack.id].help)
    assert len(set(pack.tables)) == len(pack.tables)
    assert ALL not in pack.tables, "the total is shown without being asked for"
    for table in pack.tables:
        assert str(TABLES[table].title)


@EVERY_PACK
def test_no_table_is_broken_down_by_what_says_who_somebody_is(pack: Pack) -> None:
    for field in pack.fields:
        assert spec_of(field).identifying is not Identifying.DIRECT, field


@EVERY_PACK
def test_each_table_is_one_question_or_a_pair_that_is_counted(pack: Pack) -> None:
    counted = {"+".join(names) for names in pack.population.single}
    for table in pack.tables:
        asked = pack.population.asked_by(table)
        if len(asked) > 1:
            assert table in counted
            assert not any(question.many for question in asked)


@EVERY_PACK
@pytest.mark.parametrize("language", ["en", "es", "vi", "ar"])
def test_every_cell_has_a_name_of_its_own(pack: Pack, language: str) -> None:
    """Two rows of one name could not be told apart."""
    with translation.override(language):
        for table in pack.tables:
            asked = pack.population.asked_by(table)
            labels = _products([question.categories for question in asked])
            titles = [cell_title(pack.population, table, each) for each in labels]
            assert all(title.strip() for title in titles)
            assert len(set(titles)) == len(titles), table


def _products(categories: list[tuple[str, ...]]) -> list[str]:
    found = [""]
    for each in categories:
        found = ["|".join(filter(None, (one, other))) for one in found for other in each]
    return found


@EVERY_POPULATION
def test_what_is_known_of_everybody_has_a_place_for_what_is_not(name: str) -> None:
    """Or a silence would make a total smaller than its parts."""
    for question in population(name).questions.values():
        assert len(set(question.categories)) == len(question.categories)
        of_records = question.fields and not question.many
        assert not of_records or NOT_KNOWN in question.categories, question.id


def test_categories_are_those_that_records_hold() -> None:
    for name, field in (("age", "identity.age_band"), ("gender", "identity.prs_Gender")):
        codes = set(codes_for(spec_of(field)))
        listed = set(PEOPLE.questions[name].categories) - {NOT_KNOWN}
        assert listed <= codes, name
        assert codes - listed <= {"unknown", "NotKnown"}, name
    assert set(PEOPLE.questions["referral"].categories) == set(TaskState.values)


def test_an_unknown_table_is_none() -> None:
    found: Population = PEOPLE
    with pytest.raises(KeyError):
        found.asked_by("names")
    assert found.asked_by(ALL) == ()
