"""Links, codes, packets and files: whatever is in them or typed into them."""

import io
import json
import zipfile
from itertools import product
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.referrals.models import StatusReason, TaskState
from waymark.referrals.referring.actions.person_code import read_code
from waymark.referrals.referring.age import archive
from waymark.referrals.referring.content import Packed, PackedFile, Word
from waymark.referrals.referring.states import OPEN, RULES, Move, is_allowed, require_move
from waymark.referrals.referring.tokens import (
    asks_code,
    presented,
    split_link,
    whole_link,
)
from waymark.reports.states import CannotNow

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
STORED = st.one_of(
    st.builds(lambda value: {"v": value}, TEXT),
    st.sampled_from([{"s": "unknown"}, {"s": "declined"}]),
)
FILES = st.lists(st.builds(PackedFile, TEXT, st.binary(max_size=60)), max_size=4).map(tuple)
WORDS = st.lists(st.builds(Word, st.just("2026-03-02T10:00:00+00:00"), st.booleans(), TEXT))
NAMES = st.sampled_from(["identity.prs_FirstName", "identity.prs_SecondName", "participant.role"])
PACKETS = st.builds(
    Packed,
    reason=TEXT,
    words=TEXT,
    values=st.dictionaries(NAMES, STORED),
    files=FILES,
    exchanged=WORDS.map(tuple),
)
FACTS = {"sender": "Riverside <Coalition>", "name": "R-7K2QFX"}
ENDED = frozenset(TaskState) - OPEN


@given(PACKETS)
def test_a_packet_is_opened_as_it_was_sealed(packed: Packed) -> None:
    sealed = json.loads(json.dumps(packed.as_content(), ensure_ascii=False))
    assert Packed.of(sealed) == packed


@given(PACKETS)
def test_no_repr_of_a_packet_shows_a_value(packed: Packed) -> None:
    values = [each["v"] for each in packed.values.values() if len(each.get("v", "")) > 12]
    assert not [value for value in values if value in repr(packed)]


@settings(max_examples=30)
@given(PACKETS)
@pytest.mark.django_db
def test_the_file_holds_all_and_leads_nowhere_else(packed: Packed) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(packed, FACTS))) as zipped:
        names = zipped.namelist()
        assert len(set(names)) == len(names)
        for name in names:
            path = PurePosixPath(name)
            assert not path.is_absolute()
            assert ".." not in path.parts
            assert len(path.parts) <= 2
            assert "\\" not in name
            assert name.isprintable()
        bodies = [zipped.read(name) for name in names if name.startswith("files/")]
        assert bodies == [each.body for each in packed.files]
        told = json.loads(zipped.read("data.json"))
        page = zipped.read("read-me.html").decode()
        assert {info.date_time[0] for info in zipped.infolist()} == {1980}
    assert told["fields"] == dict(packed.values)
    assert (told["reason"], told["words"]) == (packed.reason, packed.words)
    assert "<Coalition>" not in page


@given(st.lists(TEXT, min_size=1, max_size=3))
@pytest.mark.django_db
def test_what_somebody_called_a_file_is_no_markup_and_no_path(names: list[str]) -> None:
    wild = [f"../../{name}/<b>" for name in names]
    packed = Packed("", "", {}, tuple(PackedFile(name, b"x") for name in wild))
    with zipfile.ZipFile(io.BytesIO(archive(packed, FACTS))) as zipped:
        assert all(name.count("/") <= 1 for name in zipped.namelist())
        assert "<b>" not in zipped.read("read-me.html").decode()


def test_each_link_and_each_code_is_another_one() -> None:
    made = [make() for make in (whole_link, split_link) for _ in range(40)]
    assert len({link.in_link for link in made}) == len(made)
    assert len({link.code for link in made}) == len(made)
    assert len({link.key.lookup for link in made}) == len(made)


@given(st.integers(0, 30), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_link_with_one_wrong_letter_finds_nothing(at: int, letter: str) -> None:
    for link in (whole_link(), split_link()):
        wrong = _changed(link.in_link, at, letter)
        found = presented(wrong, link.code)
        same = wrong == link.in_link
        assert (found is not None and found.lookup == link.key.lookup) is same


def _changed(text: str, at: int, letter: str) -> str:
    place = at % len(text)
    return text if text[place] == "-" else text[:place] + letter + text[place + 1 :]


@given(st.integers(0, 20), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_half_of_a_link_is_none_without_just_its_code(at: int, letter: str) -> None:
    link, other = split_link(), split_link()
    assert presented(link.in_link, "") is None
    right = presented(link.in_link, link.code)
    assert right is not None
    assert right.lookup == link.key.lookup
    crossed = presented(link.in_link, other.code)
    assert crossed is None or crossed.lookup not in {link.key.lookup, other.key.lookup}
    wrong = _changed(link.code, at, letter)
    if wrong != link.code:
        assert presented(link.in_link, wrong) is None


@given(st.text(max_size=500), st.text(max_size=500))
def test_nothing_that_is_typed_breaks_it(link: str, code: str) -> None:
    presented(link, code)
    asks_code(link)
    assert len(read_code(code)) == 32


@given(st.sampled_from((whole_link, split_link)))
def test_only_half_a_link_asks_for_a_code(make: Any) -> None:
    link = make()
    assert asks_code(link.in_link) is link.asks_code is (make is split_link)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", TaskState)
def test_a_step_is_allowed_where_it_can_be_taken(move: Move, state: TaskState) -> None:
    reason = RULES[move].reasons[0] if RULES[move].reasons else ""
    if is_allowed(move, state):
        assert require_move(move, state, reason) == RULES[move].after
    else:
        with pytest.raises(CannotNow):
            require_move(move, state, reason)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_no_step_leads_out_of_an_end(state: TaskState) -> None:
    assert not [move for move in Move if is_allowed(move, state)]


def test_every_state_is_reached_and_every_open_one_can_end() -> None:
    reached = {TaskState.REQUESTED}
    for _ in TaskState:
        reached |= {
            RULES[move].after for move, at in product(Move, reached) if is_allowed(move, at)
        }
    assert reached == set(TaskState)
    assert all(is_allowed(Move.RECALL, state) for state in OPEN)


@pytest.mark.parametrize("reason", ["", "no such reason", "NO_CAPACITY", None])
def test_a_no_needs_a_reason_of_the_list(reason: Any) -> None:
    for move in (Move.REJECT, Move.FAIL):
        state = next(iter(RULES[move].before))
        with pytest.raises(CannotNow):
            require_move(move, state, reason)
        assert require_move(move, state, StatusReason.WAITLIST) == RULES[move].after
