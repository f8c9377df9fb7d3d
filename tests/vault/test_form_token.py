"""The form's token: signed, for one form, for a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.vault import form_token
from waymark.vault.form_token import ExpiredToken, Form, WrongToken

HOUR = 3600


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that tokens see; tests move it."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("waymark.vault.form_token.time.time", lambda: now[0])
    return now


def test_a_token_gives_its_own_key_back_and_each_has_another() -> None:
    tokens = [form_token.issue(Form.REPORT) for _ in range(50)]
    keys = {form_token.read(Form.REPORT, token) for token in tokens}
    assert len(keys) == 50
    assert all(len(key) == 16 for key in keys)


def test_a_token_fits_its_own_form_only() -> None:
    with pytest.raises(WrongToken):
        form_token.read(Form.MESSAGE, form_token.issue(Form.REPORT))


@given(st.text(max_size=200))
def test_what_we_did_not_sign_is_wrong(text: str) -> None:
    with pytest.raises(WrongToken):
        form_token.read(Form.REPORT, text)


@given(st.data())
def test_a_changed_character_makes_it_wrong(data: st.DataObject) -> None:
    token = form_token.issue(Form.REPORT)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = token[:place] + other + token[place + 1 :]
    if changed != token:
        with pytest.raises(WrongToken):
            form_token.read(Form.REPORT, changed)


def test_it_is_good_for_a_day_and_then_says_which_form_it_was(clock: list[float]) -> None:
    token = form_token.issue(Form.REPORT)
    key = form_token.read(Form.REPORT, token)
    clock[0] += 24 * HOUR
    assert form_token.read(Form.REPORT, token) == key
    clock[0] += HOUR
    with pytest.raises(ExpiredToken) as expired:
        form_token.read(Form.REPORT, token)
    assert expired.value.form_key == key


def test_a_token_from_the_future_is_not_taken(clock: list[float]) -> None:
    clock[0] += 3 * HOUR
    token = form_token.issue(Form.REPORT)
    clock[0] -= 3 * HOUR
    with pytest.raises(ExpiredToken):
        form_token.read(Form.REPORT, token)


def test_a_token_tells_the_hour_and_not_the_minute(clock: list[float]) -> None:
    clock[0] -= clock[0] % HOUR
    early = form_token.issue(Form.REPORT).split(":")[0].split(".")[1]
    clock[0] += HOUR - 1
    late = form_token.issue(Form.REPORT).split(":")[0].split(".")[1]
    assert early == late
