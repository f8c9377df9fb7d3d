"""Slow down failed sign-ins, in memory only, without keeping anybody's owner out.

Every attempt is counted before the password is looked at, and taken back when it was right, so
that many at once gain nothing. Three counters, each keyed by a hash under a key that is drawn when
the process starts (a dump of the memory lists no address and no name):

- the *address* of a stranger: after a few failures the wait doubles up to five minutes;
- the *account* as strangers see it: more failures are free and the wait stays under a minute, so
  that guessing from thousands of addresses is slow and the owner at a new computer gets in soon
  after it stops (while it goes on, each turn goes to whoever asks first);
- the *device*: a browser that signed in to this account before (see `devices`) is counted by
  itself and never waits for strangers. That is what keeps an owner from being locked out.

An attempt that is refused counts nowhere. A counter that met no attempt for an hour is forgotten.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from waymark.vault.primitives import KEY_BYTES, keyed_hash, random_bytes

FORGET_AFTER = 3600.0
MOST_COUNTERS = 20_000


@dataclass(frozen=True)
class Pace:
    """`free` failures, then a wait that doubles from `first` to `longest` seconds."""

    free: int
    first: float
    longest: float

    def wait(self, failures: int) -> float:
        """Seconds until the next attempt after so many failures."""
        over = failures - self.free
        return 0.0 if over <= 0 else min(self.longest, self.first * 2.0 ** min(over - 1, 32))


ADDRESS = Pace(free=5, first=2, longest=300)
ACCOUNT = Pace(free=20, first=2, longest=45)
FACTOR = Pace(free=10, first=2, longest=300)
DEVICE = Pace(free=5, first=2, longest=300)


@dataclass(frozen=True)
class Counter:
    """Which counter an attempt goes to: a kind, what it is about, and how fast it may go."""

    kind: str
    about: str
    pace: Pace = field(compare=False)


def stranger(login: str, address: str) -> tuple[Counter, ...]:
    """The counters of an attempt from a browser that nobody knows."""
    return (
        Counter("address", address, ADDRESS),
        Counter("account", login.strip().lower(), ACCOUNT),
    )


def stranger_with_password(worker_id: str, address: str) -> tuple[Counter, ...]:
    """The counters of a second factor from a browser that nobody knows.

    Only somebody who has the password comes here, and a code has six digits: a slower pace.
    """
    return (
        Counter("factor address", address, ADDRESS),
        Counter("factor", worker_id, FACTOR),
    )


def known(device: str) -> tuple[Counter, ...]:
    """The counter of an attempt from a browser that signed in to this account before."""
    return (Counter("device", device, DEVICE),)


@dataclass
class _Count:
    failures: int = 0
    last: float = 0.0
    open_at: float = 0.0


class Throttle:
    """The counters of one process."""

    def __init__(self, most: int = MOST_COUNTERS) -> None:
        self._key = random_bytes(KEY_BYTES)
        self._most = most
        self._counts: OrderedDict[bytes, _Count] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._counts)

    def admit(self, counters: tuple[Counter, ...]) -> float:
        """Count an attempt as failed and return 0; or count nothing and return seconds to wait."""
        now = time.monotonic()
        with self._lock:
            self._forget_old(now)
            found = [(self._count(each), each.pace) for each in counters]
            wait = max(count.open_at - now for count, _ in found)
            if wait > 0:
                return wait
            for count, pace in found:
                count.failures += 1
                count.last = now
                count.open_at = now + pace.wait(count.failures)
        return 0.0

    def take_back(self, counters: tuple[Counter, ...]) -> None:
        """The attempt was right: one failure less. Earlier failures of others stay counted."""
        with self._lock:
            for each in counters:
                count = self._count(each)
                count.failures = max(0, count.failures - 1)
                count.open_at = count.last + each.pace.wait(count.failures)

    def clear(self) -> None:
        """Forget every counter."""
        with self._lock:
            self._counts.clear()

    def _count(self, counter: Counter) -> _Count:
        data = f"{counter.kind}:{counter.about}".encode(errors="replace")
        name = keyed_hash(self._key, data, context=b"throttle", size=16)
        count = self._counts.setdefault(name, _Count(last=time.monotonic()))
        self._counts.move_to_end(name)
        return count

    def _forget_old(self, now: float) -> None:
        while self._counts:
            name, count = next(iter(self._counts.items()))
            if len(self._counts) <= self._most and count.last > now - FORGET_AFTER:
                return
            del self._counts[name]


_throttle = Throttle()


def admit(counters: tuple[Counter, ...]) -> float:
    """Seconds to wait before this attempt may be made; 0 admits and counts it."""
    return _throttle.admit(counters)


def take_back(counters: tuple[Counter, ...]) -> None:
    """Say that an admitted attempt was right."""
    _throttle.take_back(counters)


def forget_everything() -> None:
    """Start anew, as a restart does."""
    _throttle.clear()
