"""Threads that write at the same time share transactions and lose nothing."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.db import IntegrityError, OperationalError

from waymark.vault.together import Together

FULL = 1_000_000


@pytest.fixture(autouse=True)
def outside_transactions() -> Iterator[None]:
    """These tests write to a list; no database is asked whether it is in a transaction."""
    with patch("waymark.vault.together.connection") as connection:
        connection.in_atomic_block = False
        yield


class Disk:
    """Keeps what is written, batch by batch; the first commit waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = threading.Event()
        self.began = threading.Event()

    def write(self, batch: Sequence[int]) -> None:
        self.began.set()
        assert self.go.wait(20)
        if any(item < 0 for item in batch):
            raise IntegrityError("a number below zero")
        if FULL in batch:
            raise OperationalError("the disk is full")
        self.batches.append(list(batch))

    @property
    def kept(self) -> list[int]:
        return sorted(item for batch in self.batches for item in batch)


def all_at_once(disk: Disk, first: int, others: list[int]) -> list[BaseException | None]:
    """Store one item, and the others while its commit is under way; returns each one's fault."""
    together = Together(disk.write)
    with ThreadPoolExecutor(len(others) + 1) as threads:
        leader = threads.submit(together.store, first)
        assert disk.began.wait(20)
        followers = [threads.submit(together.store, item) for item in others]
        while len(together.waiting) < len(others):
            pass
        disk.go.set()
        return [done.exception() for done in (leader, *followers)]


def test_who_comes_during_a_commit_shares_the_next_one() -> None:
    disk = Disk()
    assert all_at_once(disk, 0, list(range(1, 9))) == [None] * 9
    assert disk.kept == list(range(9))
    assert len(disk.batches) == 2


def test_a_fault_meets_its_own_item_only() -> None:
    disk = Disk()
    faults = all_at_once(disk, 0, [1, -2, 3])
    assert [type(fault) for fault in faults] == [type(None), type(None), IntegrityError, type(None)]
    assert disk.kept == [0, 1, 3]


def test_a_disk_that_is_full_is_told_to_everybody_who_waited() -> None:
    disk = Disk()
    faults = all_at_once(disk, 0, [1, FULL, 3])
    assert [type(fault) for fault in faults] == [type(None)] + [OperationalError] * 3
    assert disk.kept == [0]


def test_one_that_fails_alone_is_told() -> None:
    disk = Disk()
    disk.go.set()
    with pytest.raises(IntegrityError):
        Together(disk.write).store(-1)


def test_a_leader_that_dies_takes_nobodys_item_with_it() -> None:
    class Dying(Disk):
        died = False

        def write(self, batch: Sequence[int]) -> None:
            if len(batch) > 1 and not self.died:
                self.died = True
                raise SystemExit
            super().write(batch)

    disk = Dying()
    faults = all_at_once(disk, 0, [1, 2, 3])
    died = [fault for fault in faults if isinstance(fault, SystemExit)]
    assert len(died) == 1
    assert len(disk.kept) == 3  # the leader's own request failed, and says so


def test_many_threads_lose_and_double_nothing() -> None:
    disk = Disk()
    disk.go.set()
    together = Together(disk.write)
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(together.store, item) for item in range(3000)]:
            done.result()
    assert disk.kept == list(range(3000))


def test_inside_a_transaction_of_the_caller_nobody_is_gathered() -> None:
    disk = Disk()
    disk.go.set()
    with patch("waymark.vault.together.connection") as connection:
        connection.in_atomic_block = True
        together = Together(disk.write)
        together.waiting.append(object())  # type: ignore[arg-type]  # somebody else's turn
        together.store(1)
    assert disk.batches == [[1]]
