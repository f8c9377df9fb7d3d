"""Lets the demonstration's past happen at its own times, in the log as on the reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`.

    Raises RuntimeError outside a demonstration: nobody else's log gets an invented time.
    """
    if not settings.DEMONSTRATION:
        raise RuntimeError("Only a demonstration invents times.")
    with patch.object(timezone, "now", return_value=moment):
        yield
