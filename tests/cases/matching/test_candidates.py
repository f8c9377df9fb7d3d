"""Who somebody may be already: few are opened, strangers find nobody, who was decided stays out."""

from dataclasses import replace

import pytest

from tests.cases.matching.conftest import Register
from tests.vault.circle import someone
from waymark.cases.matching.candidates import MOST_OPENED, find_candidates, search_people
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.reasons import Reason

HANG = Identity(first="Nguyễn", middle="Thị", second="Hằng", born="1999-05-03")
MARIA = Identity(first="María", second="García López", born="1990-05-03", number="A1234567")
OTHER = Identity(first="Blessing", second="Okafor", born="1995-11-20")


@pytest.mark.parametrize(
    ("person", "again", "reasons"),
    [
        (MARIA, MARIA, {Reason.NAME_SAME, Reason.BIRTH_SAME, Reason.NUMBER_SAME}),
        (MARIA, replace(MARIA, first="Mraia", number=""), {Reason.NAME_SPELT, Reason.BIRTH_SAME}),
        (HANG, Identity("hang", "", "nguyen", (), "1999"), {Reason.NAME_SHORT}),
        (HANG, replace(HANG, first="Hằng", second="Nguyễn"), {Reason.NAME_ORDER}),
        (HANG, replace(HANG, born="1992-05-03"), {Reason.NAME_SAME, Reason.BIRTH_YEAR}),
        (HANG, replace(HANG, born="1999-03-05"), {Reason.NAME_SAME, Reason.BIRTH_SWAPPED}),
        (MARIA, Identity("Rosa", "", "Cruz", (), "", (), "a 1234567"), {Reason.NUMBER_SAME}),
    ],
)
def test_the_same_person_is_found_again(
    register: Register, person: Identity, again: Identity, reasons: set[Reason]
) -> None:
    envelope_id, *_ = register.add([person, OTHER])
    (found,) = find_candidates(again, by=register.by, open_identities=register.open)
    assert found.envelope_id == envelope_id
    assert reasons <= set(found.comparison.reasons)


def test_nobody_is_found_for_a_new_person(register: Register) -> None:
    register.add([MARIA, HANG])
    assert find_candidates(OTHER, by=register.by, open_identities=register.open) == []
    assert register.opened == []
    assert find_candidates(Identity(), by=register.by, open_identities=register.open) == []


def test_the_likeliest_comes_first(register: Register) -> None:
    further, nearer = register.add([replace(MARIA, born="1988"), MARIA])
    found = find_candidates(MARIA, by=register.by, open_identities=register.open)
    assert [each.envelope_id for each in found] == [nearer, further]
    first = find_candidates(MARIA, by=register.by, open_identities=register.open, most=1)
    assert [each.envelope_id for each in first] == [nearer]


def test_who_is_left_out_takes_nobodys_place(register: Register) -> None:
    ids = register.add([MARIA] * (MOST_OPENED + 5))
    kept = ids[-1]
    found = find_candidates(
        MARIA, by=register.by, open_identities=register.open, leave_out=ids[:-1]
    )
    assert [each.envelope_id for each in found] == [kept]
    assert register.opened == [kept]


def test_few_are_opened(register: Register) -> None:
    register.add([MARIA] * (MOST_OPENED + 5))
    found = find_candidates(MARIA, by=register.by, open_identities=register.open)
    assert len(register.opened) == MOST_OPENED
    assert len(found) == 10


def test_who_does_not_open_is_passed_over(register: Register) -> None:
    """Another team's person, a wall, an erasure a moment ago."""
    envelope_id, hidden = register.add([MARIA, MARIA])

    found = find_candidates(
        MARIA, by=register.by, open_identities=lambda _: {envelope_id: register.people[hidden]}
    )
    assert [each.envelope_id for each in found] == [envelope_id]


def test_a_stranger_finds_nobody_and_opens_nothing(register: Register) -> None:
    register.add([MARIA])
    assert find_candidates(MARIA, by=someone(), open_identities=register.open) == []
    assert search_people(MARIA, by=someone(), open_identities=register.open) == []
    assert register.opened == []


def test_a_search_shows_what_would_be_no_duplicate(register: Register) -> None:
    maria, *_ = register.add([MARIA, OTHER])
    typed = Identity(first="Mraia")
    found = search_people(typed, by=register.by, open_identities=register.open)
    assert [each.envelope_id for each in found] == [maria]
    assert find_candidates(typed, by=register.by, open_identities=register.open) == []


@pytest.mark.parametrize("typed", ["Lopez", "garcia maria", "López Garsía", "Gracia", "ماريا"])
def test_a_search_forgives_spelling(register: Register, typed: str) -> None:
    maria, *_ = register.add([MARIA, OTHER, HANG])
    found = search_people(Identity(first=typed), by=register.by, open_identities=register.open)
    assert [each.envelope_id for each in found] == [maria]
