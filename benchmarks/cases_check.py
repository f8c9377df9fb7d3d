"""The duplicate check alone, timed inside the page that asks for it."""

from types import TracebackType
from unittest.mock import patch

from benchmarks.cases_clock import Clock, Took
from benchmarks.cases_decryption import Decryption, Opened
from waymark.cases.people.views import adding

CHECK = "duplicate check alone"


class Check:
    """While the block runs, `took` and `opened` are those of the last check."""

    def __init__(self, clock: Clock, decryption: Decryption) -> None:
        self.clock, self.decryption = clock, decryption
        self.took, self.opened = Took(0, 0), Opened()
        self.look = adding._Adding.look
        self.patch = patch.object(adding._Adding, "look", self._timed())

    def __enter__(self) -> "Check":
        self.patch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.patch.stop()

    def _timed(self) -> object:
        def timed(page: adding._Adding) -> None:
            before, started = self.decryption.so_far, self.clock.now()
            count, seconds = before.count, before.seconds
            self.look(page)
            self.took = self.clock.since(started)
            self.opened = Opened(before.count - count, before.seconds - seconds)

        return timed
