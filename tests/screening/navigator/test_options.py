"""From answers to options, for any answers: there are always some, each says why, none judges."""

import re

import pytest
from django.http import QueryDict
from django.test import override_settings
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screening.navigator.conftest import answers_of, every_answer
from tests.screening.navigator.test_data import FORBIDDEN
from tests.sites import site_settings
from waymark.config import public
from waymark.learn.content.pages import pages_of
from waymark.screening.navigator import way
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.options import Offered, offered, rights_page
from waymark.screening.navigator.reading import NEEDS, Condition, navigator

NAVIGATOR = navigator()
ALWAYS = {"rights", "safety", "find", "report"}
ANY = every_answer(NAVIGATOR)


def offers(answers: Answers) -> list[Offered]:
    with override_settings(**site_settings(public)), translation.override("en"):
        return offered(NAVIGATOR, answers)


def ids(given: dict[str, list[str]]) -> set[str]:
    return {each.option.id for each in offers(answers_of(given))}


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_whatever_was_answered_there_are_options_with_their_reasons(
    given: dict[str, list[str]],
) -> None:
    found = offers(answers_of(given))
    always = {each.option.id: each for each in found if each.option.group == "always"}
    assert set(always) == ALWAYS
    assert all(each.url for each in always.values())
    assert len({each.option.id for each in found}) == len(found)
    for each in found:
        assert bool(each.reason) is (each.option.id not in ALWAYS)
        assert each.title
        assert each.text
        assert not FORBIDDEN.search(f"{each.title} {each.text} {each.reason}")
        assert not each.option.page or each.url


@settings(max_examples=60, deadline=None)
@given(ANY, st.sampled_from(NAVIGATOR.questions[NEEDS].answers))
def test_one_more_tick_takes_nothing_away(given: dict[str, list[str]], need: str) -> None:
    # Follow-ups that are no longer asked are forgotten, so only the ticks are compared.
    ticked = given.get(NEEDS, [])
    assert ids({NEEDS: ticked}) <= ids({NEEDS: [*ticked, need]})


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_hidden_fields_carry_every_answer_and_nothing_else(given: dict[str, list[str]]) -> None:
    answers = answers_of(given)
    carried = QueryDict(mutable=True)
    for name, value in answers.fields():
        carried.appendlist(name, value)
    assert Answers.read(carried, NAVIGATOR) == answers
    for step in NAVIGATOR.steps:
        names = {name for name, _ in answers.fields(leave_out=step)}
        assert not names & {question.id for question in step.questions}


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_every_way_ends_and_back_is_the_way_back(given: dict[str, list[str]]) -> None:
    answers = answers_of(given)
    step, seen = NAVIGATOR.steps[0], [NAVIGATOR.steps[0]]
    while following := way.after(step, NAVIGATOR, answers):
        assert way.before(following, NAVIGATOR, answers) == step
        step = following
        seen.append(step)
        assert len(seen) <= len(NAVIGATOR.steps)
    assert way.before(None, NAVIGATOR, answers) == step
    assert seen == way.shown(NAVIGATOR, answers)
    asked = [each for each in seen if each.id == "more"]
    assert bool(asked) is bool(answers.values(NEEDS))
    for each in asked:
        assert 1 <= len(answers.asked(each, NAVIGATOR)) <= NAVIGATOR.most_follow_ups


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*NAVIGATOR.questions, "pick", "picked_for", "strange"]),
        st.lists(st.text(max_size=8), max_size=3),
    )
)
def test_what_cannot_be_an_answer_is_dropped(sent: dict[str, list[str]]) -> None:
    answers = answers_of(sent)
    for key, values in answers.given.items():
        question = NAVIGATOR.questions[key]
        assert question.kind == "town" or all(
            value in question.answers or re.fullmatch(r"[A-Z]{2}|[a-z]{2,3}", value)
            for value in values
        )


def conditions() -> list[tuple[str, Condition]]:
    return [(option.id, each) for option in NAVIGATOR.options for each in option.when]


@pytest.mark.parametrize(("option", "when"), conditions(), ids=str)
def test_every_row_of_the_table_can_be_reached(option: str, when: Condition) -> None:
    need = NAVIGATOR.questions[when.question].need
    given = {when.question: [when.answer]} | ({NEEDS: [need]} if need else {})
    [found] = [each for each in offers(answers_of(given)) if each.option.id == option]
    assert NAVIGATOR.answer(when.question, when.answer) in found.reason


def test_pictures_lead_to_the_service_for_the_age_and_unknown_to_both() -> None:
    under, adult = "pictures-under-18", "pictures-adult"
    for said, expected in (
        (["yes"], {under}),
        (["no"], {adult}),
        (["unsure"], {under, adult}),
        ([], {under, adult}),
    ):
        found = ids({NEEDS: ["pictures"], "under-18-then": said})
        assert found & {under, adult} == expected


def test_a_consulate_is_never_offered_without_its_caution() -> None:
    for said in (["yes"], ["unsure"], []):
        [found] = [
            each
            for each in offers(answers_of({NEEDS: ["papers"], "consulate": said}))
            if each.option.id == "consulate"
        ]
        assert "may also not be safe" in found.text
    assert "consulate" not in ids({NEEDS: ["papers"], "consulate": ["no"]})


def test_under_18_comes_first_and_says_that_force_need_not_be_shown() -> None:
    found = offers(answers_of({"age": ["under-18"]}))
    assert found[0].option.id == "under-18"
    assert "nobody has to show force" in found[0].text
    assert found[0].option.cites


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_forgotten() -> None:
    answers = answers_of({"doctor-today": ["yes"], NEEDS: ["papers"]})
    assert not answers.values("doctor-today")
    assert "doctor-today" not in {each.option.id for each in offers(answers)}


@pytest.mark.usefixtures("on_public_site")
def test_rights_are_those_of_the_country_where_there_is_a_page() -> None:
    with_page = {page.country for page in pages_of("rights") if page.country}
    assert "GB" in with_page
    assert rights_page("GB") == "rights-gb"
    assert "VA" not in with_page
    assert rights_page("VA") == rights_page("") == "rights"
