"""What a row of the tables says."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.referrals.every_action.world import World
from waymark.accounts.models import Worker

WORKS = ("carl_cases", "sara_supervisor")
LEADS = ("sara_supervisor",)
DECIDES = ("sara_supervisor", "adam_admin")
RECEIVES = ("lena_lakeside",)
HOUSE_NEXT_DOOR = ("lena_lakeside", "lars_lakeside")
COUNTS = ("sara_supervisor", "ivan_analyst")


@dataclass(frozen=True)
class Action:
    """One function that changes or lets out something, and a call that succeeds.

    Attributes:
        name: module and function, below `waymark`.
        run: calls it as a worker.
        says: the events that a call writes into the audit log, in order, each once where it
            is written for several rows in turn.
        may: those of the cast who get past the question of permission; the first one succeeds.
        in_case: it is about a case: a wall keeps people out, and an erased case takes nothing.
        still: what may be done although the case is erased, and why.
        unwritten: why a call leaves nothing in the audit log, or something after its last entry.
    """

    name: str
    run: Callable[[World, Worker], object]
    says: tuple[str, ...]
    may: tuple[str, ...] = WORKS
    in_case: bool = True
    still: str = ""
    unwritten: str = ""
