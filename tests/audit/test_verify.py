"""Verifying finds every kind of damage, says where, and never cries wolf."""

import copy
import random
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.chains import anchor, chain, rehash
from waymark.audit.anchors import Anchor
from waymark.audit.log import GENESIS, entry_hash
from waymark.audit.models import Entry
from waymark.audit.verify import MOST_FINDINGS, Kind, verify
from waymark.audit.wording import sentences

LENGTH = 12
EDITS: dict[str, object] = {
    "at": chain(40)[-1].at,
    "event": "report:erased",
    "actor": "system",
    "actor_id": None,
    "target": "reports.note",
    "target_id": "0",
    "previous": b"\x01" * 32,
    "hash": b"\x02" * 32,
}
seqs = st.integers(1, LENGTH)


def kinds(entries: list[Entry], *anchors: Anchor) -> set[Kind]:
    return {finding.kind for finding in verify(entries, anchors).damage}


@given(length=st.integers(0, 40), order=st.randoms(use_true_random=False), kept=st.floats(0, 1))
@settings(max_examples=60)
def test_a_whole_log_is_whole(length: int, order: random.Random, kept: float) -> None:
    """Anchor lines may be missing, doubled and in any order: several processes write them."""
    entries = chain(length)
    lines = list(anchor(entries).lines or ())
    some = [line for line in lines if order.random() < kept] + lines[-1:] + lines[:1]
    order.shuffle(some)
    verdict = verify(entries, [Anchor("head", iter(some))])
    assert verdict.intact
    assert verdict.remarks == []
    assert (verdict.entries, verdict.head_seq) == (length, length)
    assert verdict.head_hash == (entries[-1].hash if entries else GENESIS)


@given(seq=seqs, column=st.sampled_from(sorted(EDITS)))
def test_an_edit_of_any_column(seq: int, column: str) -> None:
    entries = chain(LENGTH)
    whole = anchor(entries)
    setattr(entries[seq - 1], column, EDITS[column])
    verdict = verify(entries, [whole])
    assert not verdict.intact
    assert seq in {finding.seq for finding in verdict.damage}
    assert Kind.EDITED in {finding.kind for finding in verdict.damage}


@given(seq=st.integers(1, LENGTH - 1), column=st.sampled_from(sorted(set(EDITS) - {"hash"})))
def test_an_edit_with_a_fitting_hash_breaks_the_chain_after_it(seq: int, column: str) -> None:
    entries = chain(LENGTH)
    setattr(entries[seq - 1], column, EDITS[column])
    entries[seq - 1].hash = entry_hash(entries[seq - 1])
    found = verify(entries, []).damage
    assert Kind.UNLINKED in {finding.kind for finding in found}
    assert seq + 1 in {finding.seq for finding in found}


@given(ends=st.tuples(st.integers(1, LENGTH - 1), st.integers(1, LENGTH - 1)))
def test_a_deletion_in_the_middle(ends: tuple[int, int]) -> None:
    first, last = sorted(ends)
    entries = chain(LENGTH)
    whole = anchor(entries)
    del entries[first - 1 : last]
    found = [f for f in verify(entries, [whole]).damage if f.kind is Kind.MISSING]
    assert [(finding.seq, finding.until) for finding in found] == [(first, last)]


@given(st.permutations(range(LENGTH)))
def test_a_reordering(order: list[int]) -> None:
    """Entries that change places and take each other's numbers."""
    entries = chain(LENGTH)
    whole = anchor(entries)
    moved = [entries[place] for place in order]
    for seq, entry in enumerate(moved, 1):
        entry.seq = seq
    assert verify(moved, [whole]).intact == (order == sorted(order))


@given(seq=seqs)
def test_a_row_put_in(seq: int) -> None:
    entries = chain(LENGTH)
    whole = anchor(entries)
    forged = copy.copy(entries[seq - 1])
    forged.event = "audit:read"
    later = entries[seq - 1 :]
    for entry in later:
        entry.seq += 1
    entries.insert(seq - 1, forged)
    assert kinds(entries, whole) & {Kind.EDITED, Kind.UNLINKED}
    rehash(entries)
    assert kinds(entries, anchor(chain(LENGTH))) == {Kind.REWRITTEN}


@given(seq=seqs)
def test_an_entry_twice(seq: int) -> None:
    entries = chain(LENGTH)
    entries.insert(seq, copy.copy(entries[seq - 1]))
    assert Kind.UNLINKED in kinds(entries)


@given(left=st.integers(0, LENGTH - 1))
def test_a_cut_off_end(left: int) -> None:
    entries = chain(LENGTH)
    whole = anchor(entries)
    found = verify(entries[:left], [whole]).damage
    assert [(f.kind, f.seq, f.until) for f in found] == [(Kind.TRUNCATED, left + 1, LENGTH)]


@given(left=st.integers(1, LENGTH - 1), grown=st.integers(1, 2 * LENGTH))
def test_a_cut_off_end_that_grew_again(left: int, grown: int) -> None:
    """Nobody hides a cut by letting the log grow over it, even though the new lines fit."""
    entries = chain(LENGTH)
    lines = list(anchor(entries).lines or ())
    entries = entries[:left] + chain(left + grown, "search:made")[left:]
    rehash(entries)
    lines += list(anchor(entries[left:]).lines or ())
    found = verify(entries, [Anchor("head", iter(lines))]).damage
    assert Kind.REWRITTEN in {finding.kind for finding in found}
    assert min(finding.seq for finding in found) == left + 1


@given(seq=seqs)
def test_a_chain_written_anew(seq: int) -> None:
    entries = chain(LENGTH)
    whole = anchor(entries)
    entries[seq - 1].event = "report:erased"
    rehash(entries)
    found = verify(entries, [whole]).damage
    assert [(f.kind, f.seq, f.until) for f in found] == [(Kind.REWRITTEN, seq, LENGTH)]
    assert verify(entries, []).intact


def test_one_good_anchor_does_not_hide_another_s_complaint() -> None:
    entries = chain(LENGTH)
    usb = anchor(entries, "usb")
    entries[3].event = "report:erased"
    rehash(entries)
    found = verify(entries, [anchor(entries, "beside"), usb]).damage
    assert [(finding.kind, finding.anchor) for finding in found] == [(Kind.REWRITTEN, "usb")]


@pytest.mark.parametrize("lines", [None, [], [b"\n"], [b"garbage\n"]])
def test_a_missing_or_empty_anchor(lines: list[bytes] | None) -> None:
    def missing() -> Anchor:
        return Anchor("head", None if lines is None else iter(lines))

    assert kinds(chain(LENGTH), missing()) == {Kind.ANCHOR_MISSING}
    assert kinds([], missing()) == set()


def test_everything_deleted() -> None:
    entries = chain(LENGTH)
    found = verify([], [anchor(entries)]).damage
    assert [(f.kind, f.seq, f.until) for f in found] == [(Kind.TRUNCATED, 1, LENGTH)]


def test_a_place_that_was_away_is_a_remark() -> None:
    entries = chain(300)
    verdict = verify(entries, [anchor(entries[:50])])
    assert verdict.intact
    assert [(f.kind, f.seq) for f in verdict.remarks] == [(Kind.ANCHOR_BEHIND, 51)]


@given(
    line=st.binary(max_size=120)
    | st.from_regex(rb"[0-9]{1,30} [0-9a-zA-Z]{0,70}", fullmatch=True)
    | st.just(b"9" * 5000 + b" " + b"ab" * 32),
)
@settings(max_examples=150)
def test_no_line_of_an_anchor_breaks_the_verification(line: bytes) -> None:
    entries = chain(3)
    lines = [line, *(anchor(entries).lines or ())]
    sentences(verify(entries, [Anchor("head", iter(lines))]))


@given(
    seq=st.integers(-(2**63), 2**63 - 1),
    previous=st.binary(max_size=40),
    digest=st.binary(max_size=40),
)
def test_no_row_breaks_the_verification(seq: int, previous: bytes, digest: bytes) -> None:
    entries = chain(3)
    entries[1].seq, entries[1].previous, entries[1].hash = seq, previous, digest
    assert not verify(entries, [anchor(chain(3))]).intact


def test_findings_are_counted_beyond_a_number() -> None:
    entries = chain(MOST_FINDINGS + 20)
    for entry in entries:
        entry.event = "x:y"
    verdict = verify(entries, [])
    assert len(verdict.damage) == MOST_FINDINGS
    assert verdict.more == 20
    assert "And 20 more." in sentences(verdict)


def cut(entries: list[Entry]) -> list[Entry]:
    return entries[:4]


def hole(entries: list[Entry]) -> list[Entry]:
    return entries[:3] + entries[5:]


def one_gone(entries: list[Entry]) -> list[Entry]:
    return entries[:3] + entries[4:]


def edited(entries: list[Entry]) -> list[Entry]:
    entries[6].event = "x:y"
    return entries


def anew(entries: list[Entry]) -> list[Entry]:
    edited(entries)
    rehash(entries)
    return entries


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (cut, "it stops at entry 4, and head knows entries up to 12"),
        (hole, "Entries 4 to 5 are missing."),
        (one_gone, "Entry 4 is missing."),
        (edited, "Entry 7 was changed after it was written."),
        (anew, "written anew from entry 7 or earlier: head holds"),
    ],
)
def test_the_words_say_what_and_where(
    damage: Callable[[list[Entry]], list[Entry]], words: str
) -> None:
    entries = chain(LENGTH)
    whole = anchor(entries)
    said = sentences(verify(damage(entries), [whole]))
    assert said[0].startswith("The audit log is damaged.")
    assert any(words in sentence for sentence in said)
    assert "compare with a backup" in said[-1]


def test_every_kind_has_words() -> None:
    from waymark.audit.wording import TEMPLATES

    assert set(TEMPLATES) == set(Kind)


def test_memory_stays_constant() -> None:
    """Ten times the entries, in shuffled anchor order, take no more memory."""

    def rows(count: int) -> Iterator[Entry]:
        previous = GENESIS
        for seq in range(1, count + 1):
            entry = Entry(seq=seq, at=at, event="report:read", actor="system", previous=previous)
            entry.hash = previous = entry_hash(entry)
            yield entry

    def peak(count: int) -> int:
        lines = (f"{seq} {'00' * 32}\n".encode() for seq in range(count, 0, -1))
        tracemalloc.start()
        assert verify(rows(count), [Anchor("head", lines)]).entries == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    at = chain(1)[0].at
    peak(200)
    assert peak(5000) < peak(500) + 20_000
