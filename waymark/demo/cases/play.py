"""Lets everything in the cases happen, in order of time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.utils import timezone

from waymark.demo.cases import casework, law, partners, people, referring, releasing, support
from waymark.demo.cases.script import Turn, turns
from waymark.demo.cases.world import World
from waymark.demo.directory.deeds import Happening
from waymark.referrals.consent.actions.ending import expire_due
from waymark.referrals.referring import escalation

DEEDS: Mapping[str, Callable[[World, Turn], object]] = {
    **casework.DEEDS,
    **people.DEEDS,
    **support.DEEDS,
    **releasing.DEEDS,
    **referring.DEEDS,
    **law.DEEDS,
    **partners.DEEDS,
}
NIGHTS = (20, 10, 3, 1, 0)  # days ago on which what is over was noted; each looks at all there is


def happenings(world: World, now: datetime) -> Iterator[Happening]:
    """Every turn of every case, and the nights on which releases expire and late answers tell."""
    for turn in turns(now):
        yield Happening(turn.at, partial(DEEDS[turn.do], world, turn))
    for days in NIGHTS:
        yield Happening(now - timedelta(days=days), night)


def night() -> None:
    """What runs by itself once in a while."""
    expire_due()
    escalation.run()


@contextmanager
def rehearsing() -> Iterator[None]:
    """Inside, rows get the invented time too, and the gate lets this transaction be the outer one.

    The gate has to be outermost so that its refusals stay in the log whatever becomes of the
    caller. Here nothing is refused, and all of it is written or nothing is.
    """
    outer = connection.atomic_blocks[-1]
    with ExitStack() as stack:
        stack.enter_context(patch.object(outer, "_from_testcase", new=True))
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if field.default is timezone.now:
                    late = _now
                    stack.enter_context(patch.object(field, "_get_default", late))
        yield


def _now() -> datetime:
    return timezone.now()
