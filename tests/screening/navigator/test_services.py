"""Services at the end: the directory's own search, with its reasons and its silence on places."""

import re

import pytest

from tests.directory.finding.conftest import FOOD, LEGAL, N, Town, Y
from tests.screening.navigator.conftest import Visitor, answers_of
from waymark.directory.criteria import Criterion
from waymark.directory.tiers import Tier
from waymark.screening.navigator import services
from waymark.screening.navigator.places import place_of
from waymark.screening.navigator.reading import NEEDS, navigator
from waymark.screening.navigator.services import MOST, Services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_public_site")]


def found(**given: list[str]) -> Services:
    answers = answers_of({"town": ["Rivertown"], "country": ["US"], **given})
    return services.services(navigator(), answers, place_of(answers))


def names(shown: Services) -> list[str]:
    return [each.entry.service.name for group in shown.groups for each in group.results]


def test_each_need_gets_its_own_and_a_service_stands_once_with_every_need(town: Town) -> None:
    town.add("Harbour", km=1)
    town.add("Law House", LEGAL, km=2)
    town.add("Soup", FOOD, km=0.1)
    shown = found(needs=["sleep", "home", "stay"])
    assert sorted(names(shown)) == ["Harbour", "Law House"]
    by_name = {group.results[0].entry.service.name: group.needs for group in shown.groups}
    assert by_name["Harbour"] == ("sleep",)
    assert "stay" in by_name["Law House"]
    assert not found(needs=[]).groups


def test_who_refuses_the_person_is_left_out(town: Town) -> None:
    town.add("Adults only", minimum_age=18)
    town.add("Youth", minimum_age=12, maximum_age=17)
    town.add("Papers wanted", answers={Criterion.NO_IDENTITY_PAPERS: N})
    town.add("No children", answers={Criterion.CHILDREN_ALONG: N})
    assert "Adults only" not in names(found(needs=["sleep"], age=["under-18"]))
    assert "Youth" not in names(found(needs=["sleep"], age=["adult"]))
    family = found(**{NEEDS: ["sleep"], "children-along": ["yes"]})
    assert "No children" not in names(family)
    assert "Papers wanted" not in names(found(needs=["sleep", "papers"]))


def test_what_they_accept_and_what_to_ask_stands_there(town: Town, visitor: Visitor) -> None:
    town.add("Harbour", answers={Criterion.NO_IDENTITY_PAPERS: Y})
    town.add("Quay")
    visitor.post({"at": "about", "go": "end", NEEDS: ["sleep", "papers"], "town": "Rivertown"})
    part = visitor.page.split('id="places"')[1].split('id="do"')[0]
    assert "They say yes to: Without identity papers" in part
    assert "Not known, so ask: Without identity papers" in part
    assert "Because you said: A safe place tonight" in part


def test_a_hidden_place_stays_hidden(town: Town, visitor: Visitor) -> None:
    town.add("Refuge", place_tier=Tier.PARTNER)
    town.add("Secret", tier=Tier.SEALED)
    for go in ("end", "card"):
        visitor.post({"at": "about", "go": go, NEEDS: ["sleep"], "town": "Rivertown"})
        assert "Refuge" in visitor.page
        assert "Riverside County" in visitor.page
        for hidden in ("Quiet Street", "95814", "mile", "Secret"):
            assert hidden not in visitor.page.split("<main")[1]


def test_where_nobody_is_known_to_speak_the_language_others_come_with_a_word(town: Town) -> None:
    town.add("Harbour", languages=("es",))
    assert found(needs=["sleep"], language=["es"]).other_languages is False
    shown = found(needs=["sleep"], language=["vi"])
    assert names(shown) == ["Harbour"]
    assert shown.other_languages is True


def test_far_away_is_better_than_nothing(town: Town) -> None:
    town.add("Far", km=400)
    assert names(found(needs=["sleep"])) == ["Far"]


def test_a_few_only_and_each_need_before_a_second_of_any(town: Town) -> None:
    for number in range(4):
        town.add(f"Harbour {number}", km=number + 1)
    town.add("Law House", LEGAL, km=30)
    shown = found(needs=["sleep", "stay"])
    assert "Law House" in names(shown)
    assert len(names(shown)) <= min(MOST, 4)


def test_on_to_the_search_with_the_same_wishes(town: Town, visitor: Visitor) -> None:
    visitor.post(
        {
            "at": "about", "go": "end", NEEDS: ["papers", "sleep"], "town": "Rivertown",
            "age": "under-18", "language": "vi",
        }
    )  # fmt: skip
    form = visitor.page.split('<form id="find"')[1].split("</form>")[0]
    assert set(re.findall(r'name="need" value="(\w+)"', form)) == {"papers", "sleep"}
    for pair in (
        'name="wish" value="no_papers"',
        'name="where" value="Rivertown"',
        'name="age" value="teen"',
        'name="language" value="vi"',
    ):
        assert pair in form
