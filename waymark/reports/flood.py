"""Notices floods, so that reports from one are queued last. None is refused, none is lost.

Only this process's memory is used. An address is known by a hash under a random key that dies
with the process, and its count fades within two hours. Nothing is written or logged.
"""

import ipaddress
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from waymark.vault.primitives import KEY_BYTES, keyed_hash, random_bytes

HOUR = 3600
MOST_KEYS = 50_000  # some 10 MB; the oldest go first
# Over all addresses together: more than this many times the limit of one is a flood from many.
# No team answers so many within the hour, and the queue still shows urgent ones first.
ALL_ADDRESSES = 10
SAME_TEXTS = 5  # equal texts an hour; "please help" may well come six times, so only long ones
LONG_TEXT = 60


@dataclass
class Counter:
    """How often something came within about an hour: a sliding count over two hours' sums."""

    counts: "OrderedDict[bytes, int]" = field(default_factory=OrderedDict)
    before: "OrderedDict[bytes, int]" = field(default_factory=OrderedDict)
    hour: int = 0

    def add(self, key: bytes, now: float, count: int = 1) -> float:
        """Count, and return the number within the last hour, these included."""
        hour, rest = divmod(now, HOUR)
        if hour != self.hour:
            self.before = self.counts if hour == self.hour + 1 else OrderedDict()
            self.counts, self.hour = OrderedDict(), int(hour)
        self.counts[key] = self.counts.get(key, 0) + count
        if len(self.counts) > MOST_KEYS:
            self.counts.popitem(last=False)
        return self.counts.get(key, 0) + self.before.get(key, 0) * (1 - rest / HOUR)


class Flood:
    """What came lately, under keyed hashes."""

    def __init__(self) -> None:
        self.key = random_bytes(KEY_BYTES)
        self.lock = threading.Lock()
        self.counter = Counter()

    def notice(
        self, address: str, text: str, *, form_key: bytes = b"", now: float | None = None
    ) -> bool:
        """Count a report; True when it comes in a flood and should be queued last.

        `form_key`: of the form that it came with. A form that is sent again counts once: somebody
        on a broken line who presses "Send" ten times is no flood. `now`: seconds since 1970, for
        tests.
        """
        moment = time.time() if now is None else now
        with self.lock:
            one = 0 if form_key and self._sent_before(form_key, moment) else 1
            from_one = self.counter.add(self._hash(network(address), b"address"), moment, one)
            from_all = self.counter.add(b"all", moment, one)
            self.counter.counts.move_to_end(b"all")
            same = self._count_text(text, moment, one)
        limit: int = settings.FLOOD_PER_HOUR
        return from_one > limit or from_all > limit * ALL_ADDRESSES or same > SAME_TEXTS

    def _sent_before(self, form_key: bytes, moment: float) -> bool:
        return self.counter.add(self._hash(form_key.hex(), b"form"), moment) > 1

    def _count_text(self, text: str, moment: float, one: int) -> float:
        if len(text) < LONG_TEXT:
            return 0
        return self.counter.add(self._hash(text, b"text"), moment, one)

    def _hash(self, text: str, context: bytes) -> bytes:
        return keyed_hash(self.key, text.encode("utf-8", "replace"), context=context, size=16)


def network(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the /64 that one IPv6 line has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:  # how a socket for both protocols names an IPv4 address
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))


def address_of(request: HttpRequest) -> str:
    """The sender's address: the connection's, or what our own outermost proxy saw."""
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return str(request.META.get("REMOTE_ADDR", ""))
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return seen[-proxies] if len(seen) >= proxies else str(request.META.get("REMOTE_ADDR", ""))


reports = Flood()
