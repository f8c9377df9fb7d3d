"""Demands of the law, and what people ask about their own data."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from waymark.demo.cases.script import Turn, day_from
from waymark.demo.cases.world import World
from waymark.referrals.compelled import actions as compelled
from waymark.referrals.compelled.content import Asked, Handling
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.models import Disclosure, RightKind, RightsRequest
from waymark.referrals.rights import actions as rights


def demand(world: World, turn: Turn) -> None:
    """A paper has come that demands something."""
    asked = Asked(**turn.row["asked"], received_on=turn.day.isoformat())
    due = day_from(turn.row["due"], turn.day) if "due" in turn.row else None
    by, who = world.worker(turn.by), world.part(turn)
    world.made[turn.key] = compelled.record_demand(world.case(turn), who, asked, due, by=by)


def handle(world: World, turn: Turn) -> None:
    """What was done about it is written down."""
    found = world.again(Disclosure, turn)
    done = Handling(**turn.row["handling"])
    compelled.write_handling(found, done, seen=found.version, **world.hand(turn.by))


def move_demand(world: World, turn: Turn) -> None:
    """It goes to the adviser, is contested or refused."""
    found = world.again(Disclosure, turn)
    step, reason = DemandStep(turn.row["step"]), turn.row.get("text", "")
    compelled.move(found, step, reason, seen=found.version, **world.hand(turn.by))


def decide_demand(world: World, turn: Turn) -> None:
    """A supervisor decides what is produced; nothing has left yet."""
    found = world.again(Disclosure, turn)
    compelled.decide(found, turn.row["produce"], seen=found.version, **world.hand(turn.by))


def ask(world: World, turn: Turn) -> None:
    """A person asks about their own data."""
    world.made[turn.key] = rights.record_request(
        world.part(turn),
        RightKind(turn.row["kind"]),
        turn.row["text"],
        turn.row.get("tell", "In person"),
        turn.day + timedelta(days=rights.OWN_DAYS),
        by=world.worker(turn.by),
    )


def decide(world: World, turn: Turn) -> None:
    """A supervisor grants it, or refuses it with a reason."""
    found = world.again(RightsRequest, turn)
    rights.decide(
        found,
        granted=turn.row["granted"],
        reason=turn.row.get("text", ""),
        adviser="",
        seen=found.version,
        **world.hand(turn.by),
    )


def finish(world: World, turn: Turn) -> None:
    """What was granted is carried out."""
    found = world.again(RightsRequest, turn)
    rights.finish(found, turn.row["text"], seen=found.version, **world.hand(turn.by))


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {
    "demand": demand,
    "handle": handle,
    "move_demand": move_demand,
    "decide_demand": decide_demand,
    "ask": ask,
    "decide": decide,
    "finish": finish,
}
