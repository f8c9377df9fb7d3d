"""Lets threads that write at the same time share one transaction.

A commit waits for the disk, and on SQLite for every other writer. Whoever comes while one is under
way is gathered, and the next commit carries them all. Nobody goes on before their own rows are on
the disk.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import OperationalError, connection

from waymark.vault.turns import turn_to_write

T = TypeVar("T")


@dataclass(eq=False)
class _Turn(Generic[T]):
    item: T
    done: bool = False
    fault: Exception | None = None


class Together(Generic[T]):
    """Gathers items for `write`, which puts a batch into the database in one transaction."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self.write = write
        self.waiting: list[_Turn[T]] = []
        self.gathering = threading.Lock()
        self.leading = threading.Lock()

    def store(self, item: T) -> None:
        """Write an item and return once it is committed. Raises what `write` raised for it.

        Inside a transaction of the caller the item is written there, and with nothing else.
        """
        if connection.in_atomic_block:
            self.write([item])
            return
        turn = _Turn(item)
        with self.gathering:
            self.waiting.append(turn)
        with self.leading:
            if not turn.done:
                self._run(self._gathered(turn))
        if turn.fault is not None:
            raise turn.fault

    def _gathered(self, own: _Turn[T]) -> list[_Turn[T]]:
        """Everybody who waits, and ourselves even if a leader died with our turn in hand."""
        with self.gathering:
            batch, self.waiting = self.waiting, []
        return batch if own in batch else [*batch, own]

    def _run(self, batch: Sequence[_Turn[T]]) -> None:
        """Write all at once; when that fails, each alone, so that a fault meets its own item.

        A database that cannot be written to fails for all of them.
        """
        try:
            with turn_to_write():
                self.write([turn.item for turn in batch])
        except Exception as fault:
            if len(batch) > 1 and not isinstance(fault, OperationalError):
                for turn in batch:
                    self._run([turn])
                return
            for turn in batch:
                turn.fault = fault
        for turn in batch:
            turn.done = True
