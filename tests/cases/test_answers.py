"""Not asked, unknown and declined are three different things, and stay so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.answers import (
    DECLINED,
    UNKNOWN,
    Answer,
    Silence,
    answers_as_json,
    answers_from_json,
    value_of,
)

values = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)
answers = st.dictionaries(
    st.text(min_size=1), st.one_of(st.builds(Answer, values), st.sampled_from([UNKNOWN, DECLINED]))
)


@given(answers)
def test_answers_come_back_as_they_were(given_answers: dict[str, Answer]) -> None:
    assert answers_from_json(answers_as_json(given_answers)) == given_answers


def test_the_three_silences_are_kept_apart() -> None:
    stored = answers_from_json(answers_as_json({"a": UNKNOWN, "b": DECLINED}))
    assert stored["a"].silence is Silence.UNKNOWN
    assert stored["b"].silence is Silence.DECLINED
    assert "c" not in stored


@pytest.mark.parametrize("wrong", [{}, {"value": "x", "silence": Silence.UNKNOWN}])
def test_an_answer_is_a_value_or_a_silence(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="either"):
        Answer(**wrong)  # type: ignore[arg-type]  # what no caller may pass


@pytest.mark.parametrize("stored", [{"s": "perhaps"}, {"x": 1}, {}])
def test_what_is_no_stored_answer_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Answer.from_json(stored)


def test_a_falsy_value_is_a_value() -> None:
    assert value_of({"a": Answer(False)}, "a", default=True) is False
    assert value_of({"a": DECLINED}, "a", default="x") == "x"
    assert value_of({}, "a") is None
