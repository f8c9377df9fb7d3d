"""The engine, with any answers: learning settles, days choose the text, nothing is invented."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.screening.law.engine import NotInForce, assess
from waymark.screening.law.facts import Age, Facts, NotAFact
from waymark.screening.law.reading import Book, read_book
from waymark.screening.law.result import Elements, Statement
from waymark.screening.three_valued import Truth, truth_of

from .situations import TODAY

BOOK = read_book()
CODES = sorted(BOOK.law.facts())
BANDS = [Age(), Age(0, 18), Age(18), Age(15, 17), Age(12), Age(0, 30), Age(17, 18)]
regimes = st.sampled_from(sorted(BOOK.law.versions))
some_answers = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Truth))


def codes_of(regime: str) -> list[str]:
    """Every fact that matters to one law, those of the laws that it refers to included."""
    drawn = BOOK.law.drawn_on(BOOK.law.latest(regime), TODAY)
    return sorted({code.fact for each in drawn for code in each.codes()})


@st.composite
def situations(draw: st.DrawFn) -> tuple[str, Facts]:
    """A law, and any answers to what it asks."""
    regime = draw(regimes)
    codes = codes_of(regime)
    values = draw(st.lists(st.sampled_from(Truth), min_size=len(codes), max_size=len(codes)))
    happened = TODAY - timedelta(days=draw(st.integers(0, 900)))
    answers = dict(zip(codes, values, strict=True))
    return regime, Facts(happened, TODAY, draw(st.sampled_from(BANDS)), answers)


def statements(regime: str, facts: Facts) -> tuple[Statement, ...]:
    return assess(BOOK.law, regime, facts).statements


@given(situations(), st.data())
def test_learning_a_fact_never_takes_a_settled_answer_back(
    situation: tuple[str, Facts], data: st.DataObject
) -> None:
    regime, facts = situation
    unknown = [code for code, truth in facts.answers.items() if truth is Truth.UNKNOWN]
    learnt = data.draw(st.dictionaries(st.sampled_from(unknown or ["acts.recruit"]), st.booleans()))
    answers = dict(facts.answers) | {
        code: truth_of(value) for code, value in learnt.items() if code in unknown
    }
    pairs = zip(
        statements(regime, facts),
        statements(regime, replace(facts, answers=answers)),
        strict=True,
    )
    for before, after in pairs:
        assert not before.truth.settled or after.truth is before.truth
        for one, other in zip(before.branches, after.branches, strict=True):
            assert not one.truth.settled or other.truth is one.truth


@given(situations(), st.sampled_from(BANDS))
def test_learning_the_age_never_takes_a_settled_answer_back(
    situation: tuple[str, Facts], learnt: Age
) -> None:
    regime, facts = situation
    known = replace(facts, age=Age())
    later = replace(facts, age=learnt)
    for before, after in zip(statements(regime, known), statements(regime, later), strict=True):
        assert not before.truth.settled or after.truth is before.truth


@given(situations())
def test_what_is_missing_is_unknown_and_would_settle_it(situation: tuple[str, Facts]) -> None:
    regime, facts = situation
    for statement in statements(regime, facts):
        missing = set(statement.missing) - {"age"}
        assert bool(statement.missing) is (statement.truth is Truth.UNKNOWN)
        assert all(facts.about(code) is Truth.UNKNOWN for code in missing)
        for age in (Age(0, 18), Age(18)):
            full = dict(facts.answers) | dict.fromkeys(missing, Truth.TRUE)
            known = replace(facts, age=age, answers=full)
            [after] = [each for each in statements(regime, known) if each.id == statement.id]
            if facts.age == Age():
                assert after.truth.settled


@given(situations(), some_answers)
def test_other_laws_facts_change_nothing(
    situation: tuple[str, Facts], others: dict[str, Truth]
) -> None:
    regime, facts = situation
    strange = {code: truth for code, truth in others.items() if code not in facts.answers}
    more = replace(facts, answers={**strange, **facts.answers})
    assert statements(regime, more) == statements(regime, facts)


@pytest.mark.parametrize("code", ["acts.fly", "more.", "recruit", "", "means.acts.recruit"])
def test_a_strange_code_is_refused(laws: Book, code: str) -> None:
    facts = Facts(TODAY, TODAY, Age(), {code: Truth.UNKNOWN})
    with pytest.raises(NotAFact, match="No law here asks"):
        assess(laws.law, "int-palermo-3", facts)


def test_a_strange_law_is_refused(laws: Book) -> None:
    with pytest.raises(KeyError):
        assess(laws.law, "xx-nothing", Facts(TODAY, TODAY, Age(), {}))


def met(regime: str, day: date, purpose: str) -> Elements:
    answers = dict.fromkeys(
        ("acts.recruit", "means.force", f"purposes.{purpose}", "more.intent"), Truth.TRUE
    )
    others = [c for c in codes_of(regime) if c.startswith("purposes.") and c not in answers]
    return assess(
        BOOK.law,
        regime,
        Facts(day, TODAY, Age(18), answers | dict.fromkeys(others, Truth.FALSE)),
    )


@pytest.mark.parametrize("purpose", ["surrogacy", "forced_marriage", "illegal_adoption"])
def test_the_purposes_of_2024_count_from_their_own_day(purpose: str) -> None:
    before, after = (met("eu-2011-36", date(2024, 7, day), purpose) for day in (13, 14))
    assert before.statements[0].truth is Truth.FALSE
    assert [code.fact for code in before.not_yet] == [f"purposes.{purpose}"]
    assert after.statements[0].truth is Truth.TRUE
    assert after.not_yet == ()
    [code] = [c for f in after.statements[0].branches[0].findings for c in f.present
              if c.fact.startswith("purposes.")]  # fmt: skip
    assert "2024/1712" in code.article


@pytest.mark.parametrize(
    ("regime", "first"),
    [
        ("int-palermo-3", date(2003, 12, 25)),
        ("eu-2011-36", date(2011, 4, 15)),
        ("us-18usc1591", date(2000, 10, 28)),
        ("gb-eaw-msa2015-2", date(2015, 7, 31)),
    ],
)
def test_there_is_no_law_before_its_first_day(regime: str, first: date) -> None:
    facts = Facts(first, TODAY, Age(), {})
    assert assess(BOOK.law, regime, facts).day == first
    with pytest.raises(NotInForce, match="no version in force"):
        assess(BOOK.law, regime, replace(facts, happened=first - timedelta(days=1)))


def test_leave_to_stay_follows_the_day_of_asking() -> None:
    facts = Facts(date(2010, 1, 1), TODAY, Age(), {})
    assert assess(BOOK.law, "us-t-nonimmigrant", facts).day == TODAY
    with pytest.raises(NotInForce):
        assess(BOOK.law, "us-t-nonimmigrant", replace(facts, asked=date(2024, 8, 27)))


T_VISA = ("more.present_because", "more.hardship", "more.not_trafficker", "more.admissible")
SEX = ("acts.recruit", "purposes.commercial_sex_act")


def t_visa(age: Age, *codes: str) -> Statement:
    answers = dict.fromkeys((*T_VISA, *SEX, *codes), Truth.TRUE)
    answers |= {"purposes." + each: Truth.FALSE for each in
                ("involuntary_servitude", "peonage", "debt_bondage", "slavery")}  # fmt: skip
    return statements("us-t-nonimmigrant", Facts(TODAY, TODAY, age, answers))[0]


def test_a_child_need_not_answer_requests_and_needs_no_means() -> None:
    assert t_visa(Age(0, 18)).truth is Truth.TRUE
    assert t_visa(Age(18)).truth is Truth.UNKNOWN
    assert {"means.force", "more.complied", "more.trauma"} <= set(t_visa(Age(18)).missing)
    assert t_visa(Age(18), "means.fraud", "more.trauma").truth is Truth.TRUE
    assert t_visa(Age()).truth is Truth.UNKNOWN
    assert "age" in t_visa(Age()).missing
    assert t_visa(Age(), "means.fraud", "more.complied").truth is Truth.TRUE


def test_labour_trafficking_of_a_child_needs_means_in_the_united_states() -> None:
    answers = {"acts.obtain": Truth.TRUE, "purposes.debt_bondage": Truth.TRUE}
    answers |= dict.fromkeys(("means.force", "means.fraud", "means.coercion"), Truth.FALSE)
    facts = Facts(TODAY, TODAY, Age(0, 18), answers)
    assert statements("us-tvpa-labor-severe", facts)[0].truth is Truth.FALSE


def test_statements_of_different_kinds_do_not_touch_each_other() -> None:
    kinds = {each.kind for regime in BOOK.every() for each in regime.predicates}
    assert kinds == {"offence", "victim_status", "immigration_relief"}
    found = statements(
        "gb-nba2022-part5",
        Facts(TODAY, TODAY, Age(), {"more.gb_positive_grounds": Truth.TRUE,
                                    "more.gb_not_disqualified": Truth.TRUE}),
    )  # fmt: skip
    assert [(each.id, each.truth) for each in found] == [
        ("reasonable-grounds", Truth.UNKNOWN),
        ("recovery-period", Truth.TRUE),
        ("permission", Truth.UNKNOWN),
    ]


@given(situations())
def test_a_record_holds_everything_in_plain_values(situation: tuple[str, Facts]) -> None:
    regime, facts = situation
    found = assess(BOOK.law, regime, facts)
    record = found.as_record()
    assert json.loads(json.dumps(record)) == record
    assert record["answers"] == {code: truth.value for code, truth in facts.answers.items()}
    text = json.dumps(record)
    for branch in found.statements[0].branches:
        for finding in branch.findings:
            assert json.dumps(finding.element.article) in text
            assert finding.element.source.url in text


@pytest.mark.parametrize("ages", [(18, 18), (20, 18), (-1, 4)])
def test_an_age_runs_upwards(ages: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="An age runs"):
        Age(*ages)


def test_the_engine_runs_without_django() -> None:
    code = "import sys, waymark.screening.law.engine; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
