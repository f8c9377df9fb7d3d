"""How often somebody may be wrong on the public site: in memory only, as hashes, for an hour.

Codes and links cannot be guessed; this keeps the audit log and the database out of reach of whoever
tries. A shelter with one address has room for many slips.
"""

from threading import Lock
from time import time

from django.http import HttpRequest

from waymark.reports.flood import Counter, address_of, network
from waymark.vault.primitives import KEY_BYTES, keyed_hash, random_bytes

WRONG_PER_HOUR = 60


class Limit:
    """Counts wrong tries of one line within about an hour."""

    def __init__(self) -> None:
        self._key = random_bytes(KEY_BYTES)
        self._lock = Lock()
        self._counter = Counter()

    def reached(self, request: HttpRequest) -> bool:
        """Whether this line has been wrong too often to be heard now."""
        return self._count(request, 0) >= WRONG_PER_HOUR

    def note_wrong(self, request: HttpRequest) -> None:
        """Count one wrong try."""
        self._count(request, 1)

    def forget(self) -> None:
        """Start anew, as a restart does."""
        self._counter = Counter()

    def _count(self, request: HttpRequest, more: int) -> float:
        line = network(address_of(request)).encode()
        with self._lock:
            name = keyed_hash(self._key, line, context=b"wrong tries", size=16)
            return self._counter.add(name, time(), more)


wrong = Limit()
