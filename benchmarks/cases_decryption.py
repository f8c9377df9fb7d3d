"""How much of the time goes into opening what is sealed, watched where libsodium is called."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from unittest.mock import patch

from waymark.vault import keyring, records


@dataclass
class Opened:
    """How many keys and ciphertexts were opened, and in how many seconds of processor time."""

    count: int = 0
    seconds: float = 0.0


class Decryption:
    """Counts what is opened while the block runs."""

    def __init__(self) -> None:
        self.so_far = Opened()
        self.stack = ExitStack()

    def __enter__(self) -> "Decryption":
        for module in (records, keyring):
            for name in ("aead_open", "box_open"):
                watched = self._watched(getattr(module, name))
                self.stack.enter_context(patch.object(module, name, watched))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stack.close()

    def take(self) -> Opened:
        """What was opened since the last look."""
        taken, self.so_far = self.so_far, Opened()
        return taken

    def _watched(self, opens: Callable[..., bytes]) -> Callable[..., bytes]:
        def watched(*arguments: Any) -> bytes:
            started = time.process_time()
            try:
                return opens(*arguments)
            finally:
                self.so_far.seconds += time.process_time() - started
                self.so_far.count += 1

        return watched
