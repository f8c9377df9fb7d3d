"""The nearest records: shared terms, the rare ones first, only what the worker opens."""

import uuid
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.circle import Circle, someone
from waymark.vault import actions, blind, nearest
from waymark.vault.blind import ToIndex
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, Envelope, IndexedRecord
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import erase, new_envelope


def write(circle: Circle, *records: Iterable[str]) -> list[uuid.UUID]:
    """Index records in the circle's compartment, with one call."""
    compartment = circle.fresh()
    ids = [new_envelope([compartment]).envelope_id for _ in records]
    rows = [ToIndex(pk, compartment.key, tokens) for pk, tokens in zip(ids, records, strict=True)]
    blind.index_many(rows, by=circle.members[0])
    return ids


def near(keyring: Keyring, tokens: Iterable[str], most: int = 10) -> list[uuid.UUID]:
    fresh = Keyring(keyring.holder, keyring.pair)
    return list(blind.candidates(tokens, by=fresh, most=most))


def test_who_shares_more_comes_first(circle: Circle) -> None:
    one, two, none, three = write(circle, "a", "ab", "xy", "abc")
    assert near(circle.members[1], "abc") == [three, two, one]
    assert near(circle.members[1], "abc", most=2) == [three, two]
    assert near(circle.members[1], "x") == [none]
    assert near(circle.members[1], "q") == near(circle.members[1], "") == []
    assert near(circle.members[1], "abc", most=0) == []


def test_a_rare_term_counts_for_more(circle: Circle) -> None:
    """Half of a country has one first name; few share a phone number."""
    *_, rare = write(circle, *["m"] * 20, "r")
    assert near(circle.members[0], "mr", most=1) == [rare]


def test_weights_count(circle: Circle) -> None:
    light, heavy = write(circle, "a", "b")
    by = circle.members[0]
    assert next(iter(blind.candidates({"a": 1.0, "b": 2.0}, by=by, most=2))) == heavy
    found = blind.candidates({"a": 2.0, "b": 1.0}, by=by, most=2)
    assert list(found) == [light, heavy]
    assert found[light] == 2 * found[heavy]


def test_common_terms_are_left_out_beside_rare_ones(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "COMMON", 3)
    *_, rare = write(circle, *["m"] * 5, "mr")
    assert near(circle.members[0], "mr") == [rare]
    assert len(near(circle.members[0], "m")) == 6


def test_a_search_reads_no_more_rows_than_it_may(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "MOST_ROWS", 4)
    ids = write(circle, "a", "a", "ab", "bcc", "b")
    # `c` is one row and `a` three, which leaves no room for the three of `b`.
    assert set(near(circle.members[0], "abc")) == set(ids[:4])


@given(st.integers(1, 10_000_000), st.integers(1, 10_000_000))
def test_what_is_rarer_never_tells_less(one: int, other: int) -> None:
    rarer, commoner = sorted((one, other))
    assert nearest.rarity(rarer) >= nearest.rarity(commoner) >= 1


def test_a_stranger_finds_and_writes_nothing(circle: Circle) -> None:
    (one,) = write(circle, "a")
    stranger = someone()
    assert near(stranger, "a") == []
    with pytest.raises(CannotOpen):
        blind.index_many([ToIndex(one, circle.fresh().key, "b")], by=stranger)
    assert near(circle.members[0], "a") == [one]


def test_only_compartments_that_open(circle: Circle) -> None:
    lawyer = someone()
    legal = actions.create_compartment(circle.compartment.owner, "Legal", [lawyer.holder])
    both = new_envelope([circle.fresh(), legal]).envelope_id
    blind.index(both, circle.fresh().key, "a", by=circle.members[0])
    (mine,) = write(circle, "a")
    assert near(lawyer, "a") == []
    blind.index(both, legal.key, "ab", by=lawyer)
    assert near(lawyer, "a") == [both]
    assert set(near(circle.members[0], "a")) == {both, mine}


def test_an_envelope_in_two_compartments_is_one_candidate(circle: Circle) -> None:
    """Counted twice it would come before whoever shares more."""
    member = circle.members[0]
    legal = actions.create_compartment(circle.compartment.owner, "Legal", [member.holder])
    member.forget_compartments()
    both = new_envelope([circle.fresh(), legal]).envelope_id
    for key in (circle.fresh().key, legal.key):
        blind.index(both, key, "ab", by=member)
    (nearer,) = write(circle, "abcd")
    assert near(member, "abcd") == [nearer, both]
    assert near(member, "abcd", most=1) == [nearer]


def test_nothing_erased_is_found_or_indexed(circle: Circle) -> None:
    gone, here = write(circle, "a", "a")
    erase(gone)
    assert near(circle.members[0], "a") == [here]
    blind.index(gone, circle.fresh().key, "a", by=circle.members[0])
    assert not BlindTerm.objects.filter(envelope_id=gone).exists()
    assert not IndexedRecord.objects.filter(envelope_id=gone).exists()


def test_terms_that_outlived_an_erasure_are_not_found(circle: Circle) -> None:
    """No code leaves them behind; a restored table could."""
    gone, here = write(circle, "ab", "a")
    Envelope.objects.filter(pk=gone).update(erased_at="2026-01-01T00:00Z")
    assert near(circle.members[0], "ab") == [here]


def test_many_at_once_replace_what_was_there(circle: Circle) -> None:
    one, two = write(circle, "a", "b")
    key = circle.fresh().key
    rows = [ToIndex(one, key, "x"), ToIndex(two, key, "y"), ToIndex(two, key, "z")]
    blind.index_many(rows, by=circle.members[1])
    assert near(circle.members[0], "aby") == []
    assert near(circle.members[0], "x") == [one]
    assert near(circle.members[0], "z") == [two]
    assert IndexedRecord.objects.count() == 2


def test_many_at_once_are_written_in_batches(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blind, "INDEX_BATCH", 2)
    ids = write(circle, "a", "a", "a", "a", "a")
    assert set(near(circle.members[0], "a")) == set(ids)


def test_many_in_two_compartments_or_none(circle: Circle) -> None:
    legal = actions.create_compartment(circle.compartment.owner, "Legal", [someone().holder])
    envelope_id = new_envelope([circle.fresh(), legal]).envelope_id
    rows = [ToIndex(envelope_id, circle.fresh().key, "a"), ToIndex(envelope_id, legal.key, "a")]
    with pytest.raises(CannotOpen):
        blind.index_many(rows, by=circle.members[0])
    assert not BlindTerm.objects.exists()


def test_nothing_to_index(circle: Circle) -> None:
    blind.index_many([], by=circle.members[0])
    (empty,) = write(circle, "")
    assert IndexedRecord.objects.filter(envelope_id=empty).exists()


def test_a_rotation_empties_it(circle: Circle) -> None:
    write(circle, "a")
    actions.rotate(circle.fresh(), by=circle.members[1])
    assert near(circle.members[0], "a") == []
