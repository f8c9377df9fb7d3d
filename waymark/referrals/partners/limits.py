"""How often a partner's computer is heard: in memory only, for an hour.

A program that asks in a circle must not fill the audit log. Nothing is lost by waiting: what is
sent again under its own number arrives once.
"""

from threading import Lock
from time import time

from waymark.referrals.models import PartnerKey
from waymark.referrals.referring.limits import Limit
from waymark.reports.flood import HOUR, Counter

CALLS_PER_HOUR = 1800
SENDS_PER_HOUR = 120
WAIT = str(HOUR)


class CallLimit:
    """Counts the calls of each partner within about an hour."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._counter = Counter()

    def passed(self, partner: PartnerKey) -> bool:
        """Count one call; whether it is one too many."""
        with self._lock:
            return self._counter.add(partner.pk.bytes, time()) > self.most

    def forget(self) -> None:
        """Start anew, as a restart does."""
        self._counter = Counter()


calls = CallLimit(CALLS_PER_HOUR)
sends = CallLimit(SENDS_PER_HOUR)
wrong_keys = Limit()
