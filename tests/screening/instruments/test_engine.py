"""The engine: refuses what it is not for, never takes a settled answer back, keeps nothing."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.screening.instruments.engine import (
    Circumstances,
    Reason,
    Refused,
    Result,
    apply,
    check,
)
from waymark.screening.instruments.model import Answer, Instrument
from waymark.screening.instruments.reading import read_instruments
from waymark.screening.three_valued import Truth

CARRIED = read_instruments()
STATE, SEXUAL = CARRIED["state-flags"], CARRIED["unodc-sexual"]
ADULT, CHILD = CARRIED["delphi-labour-adult"], CARRIED["delphi-labour-child"]
YES, NO, UNKNOWN, SKIPPED = Answer
ROLES = frozenset({"case_manager"})
HERE = Circumstances(ROLES, "office", 30, trained=True)
CHILD_HERE = Circumstances(ROLES, "office", None, trained=True)


def here(instrument: Instrument) -> Circumstances:
    return CHILD_HERE if instrument is CHILD else HERE


def said(instrument: Instrument, present: str, *, absent: str = "") -> Result:
    """What comes out when the codes of `present` are there, those of `absent` not."""
    answers = dict.fromkeys(present.split(), YES) | dict.fromkeys(absent.split(), NO)
    return apply(instrument, here(instrument), answers)


def patterns(result: Result) -> dict[str, Truth]:
    return dict(result.patterns)


def all_but(instrument: Instrument, *groups: str) -> str:
    return " ".join(item.code for item in instrument.items if item.group not in groups)


@pytest.mark.parametrize(
    ("instrument", "about", "reason"),
    [
        (STATE, Circumstances(frozenset({"analyst"}), "office", 30), Reason.ROLE),
        (STATE, Circumstances(frozenset(), "office", 30), Reason.ROLE),
        (SEXUAL, Circumstances(frozenset({"hotline_worker"}), "office", 30, True), Reason.ROLE),
        (SEXUAL, Circumstances(ROLES, "office", 30), Reason.TRAINING),
        (SEXUAL, Circumstances(ROLES, "hotline", 30, True), Reason.SETTING),
        (STATE, Circumstances(ROLES, "file", 30), Reason.SETTING),
        (STATE, Circumstances(ROLES, "", 30), Reason.SETTING),
        (ADULT, Circumstances(ROLES, "office", 17, True), Reason.TOO_YOUNG),
        (ADULT, Circumstances(ROLES, "office", None, True), Reason.AGE_NOT_KNOWN),
        (CHILD, Circumstances(ROLES, "office", 18, True), Reason.TOO_OLD),
    ],
)
def test_it_refuses_what_it_is_not_for(
    instrument: Instrument, about: Circumstances, reason: Reason
) -> None:
    with pytest.raises(Refused) as refusal:
        check(instrument, about)
    assert refusal.value.reason is reason
    # And no answers bring it past the check.
    with pytest.raises(Refused):
        apply(instrument, about, {})


@pytest.mark.parametrize(("instrument", "age"), [(ADULT, 18), (CHILD, 17), (CHILD, None)])
def test_it_takes_what_it_is_for(instrument: Instrument, age: int | None) -> None:
    check(instrument, dataclasses.replace(HERE, age=age))


@pytest.mark.parametrize("code", ["D9.01", "", "D1.01 ", "ACT", "csrf"])
def test_a_strange_code_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refusal:
        apply(ADULT, HERE, {"D1.01": YES, code: YES})
    assert refusal.value.reason is Reason.STRANGE_ANSWER


def test_nothing_answered_is_open_everywhere() -> None:
    result = said(ADULT, "")
    assert {each.positive for each in result.standings} == {Truth.UNKNOWN}
    assert set(patterns(result).values()) == {Truth.UNKNOWN}
    assert len(result.open) == 67
    assert set(dict(result.answers).values()) == {SKIPPED}


def test_the_patterns_of_adults() -> None:
    nothing = patterns(said(ADULT, "", absent=all_but(ADULT)))
    assert nothing["no-exploitation"] is Truth.TRUE
    assert nothing["coercion"] is nothing["labour-rights"] is Truth.FALSE

    work = "D4.01 D4.02"
    rights = patterns(said(ADULT, work, absent=all_but(ADULT, "D4")))
    assert rights["labour-rights"] is Truth.TRUE
    assert rights["deception"] is rights["coercion"] is rights["vulnerability"] is Truth.FALSE

    misled = f"{work} D1.01 D1.02"
    deceived = patterns(said(ADULT, misled, absent=all_but(ADULT, "D1", "D4")))
    assert deceived["deception"] is Truth.TRUE
    assert deceived["labour-rights"] is deceived["coercion"] is Truth.FALSE

    forced = patterns(said(ADULT, f"{misled} D5.01 D5.02"))
    assert forced["coercion"] is forced["vulnerability"] is Truth.TRUE
    assert forced["deception"] is forced["labour-rights"] is Truth.FALSE

    used = patterns(said(ADULT, f"{work} D3.01 D3.02 D3.03 D6.01 D6.02 D6.03"))
    assert used["vulnerability"] is Truth.TRUE
    assert used["coercion"] is Truth.UNKNOWN


def test_a_child_needs_no_force() -> None:
    result = patterns(said(CHILD, "ACT D4.01 D4.02", absent=all_but(CHILD, "ACT", "D4")))
    assert result["child"] is Truth.TRUE
    assert patterns(said(CHILD, "D4.01 D4.02"))["child"] is Truth.UNKNOWN


@pytest.mark.parametrize(("instrument", "code"), [(STATE, "R10"), (CARRIED["blue-campaign"], "B4")])
def test_a_child_in_commercial_sex_is_enough_alone(instrument: Instrument, code: str) -> None:
    assert said(instrument, code).child_protection
    assert not said(instrument, "", absent=code).child_protection
    assert not apply(instrument, HERE, {code: UNKNOWN}).child_protection


def test_flags_are_never_added_up() -> None:
    everything = said(STATE, " ".join(item.code for item in STATE.items))
    assert not everything.standings
    assert not everything.patterns
    fields = {field.name for field in dataclasses.fields(Result)}
    assert not fields & {"score", "total", "count", "probability", "risk", "verdict"}


def test_a_no_is_noticed_where_the_question_asks_for_freedom() -> None:
    assert said(STATE, "Q3", absent="Q1 Q2").noticed == ("Q1", "Q2", "Q3")
    assert said(STATE, "Q1 Q2").noticed == ()


def test_what_invites_profiling_stands_apart() -> None:
    result = said(SEXUAL, "S3 S8 S2")
    assert result.noticed == ("S2",)
    assert result.only_with_others == ("S3", "S8")


@given(data=st.data(), instrument=st.sampled_from(list(CARRIED.values())))
def test_learning_an_answer_never_takes_a_settled_one_back(
    data: st.DataObject, instrument: Instrument
) -> None:
    codes = [item.code for item in instrument.items]
    some = st.dictionaries(st.sampled_from(codes), st.sampled_from(Answer), max_size=25)
    before = data.draw(some)
    learnt = data.draw(some)
    later = learnt | {c: a for c, a in before.items() if a in {YES, NO}}
    first = apply(instrument, here(instrument), before)
    then = apply(instrument, here(instrument), later)
    for one, other in zip(first.standings, then.standings, strict=True):
        assert not one.positive.settled or other.positive is one.positive
    for (key, truth), (same, now) in zip(first.patterns, then.patterns, strict=True):
        assert key == same
        assert not truth.settled or now is truth
    assert set(first.noticed) <= set(then.noticed)
    assert set(then.open) <= set(first.open)
    assert then.child_protection >= first.child_protection


@given(data=st.data(), instrument=st.sampled_from(list(CARRIED.values())))
def test_skipping_is_not_knowing_and_order_does_not_matter(
    data: st.DataObject, instrument: Instrument
) -> None:
    codes = [item.code for item in instrument.items]
    answers = data.draw(st.dictionaries(st.sampled_from(codes), st.sampled_from(Answer)))
    skipped = {c: SKIPPED if a is UNKNOWN else a for c, a in answers.items()}
    turned = dict(reversed(answers.items()))
    one, two, three = (apply(instrument, here(instrument), a) for a in (answers, skipped, turned))
    assert one == three
    assert dataclasses.replace(two, answers=one.answers) == one


def test_a_result_cannot_change_and_becomes_a_plain_record() -> None:
    result = said(ADULT, "D4.01 D4.02")
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.noticed = ()  # type: ignore[misc]  # that it fails is the point
    record = result.as_record()
    assert json.loads(json.dumps(record)) == record
    assert (record["instrument"], record["version"]) == ("delphi-labour-adult", "1")
    assert record["answers"]["D4.01"] == "yes"
    assert record["dimensions"]["D4"] == "true"
    assert record["patterns"]["no-exploitation"] == "false"
    assert set(record) == {field.name for field in dataclasses.fields(Result)} - {"standings"} | {
        "dimensions"
    }
