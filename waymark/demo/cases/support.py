"""Determinations, assessments, plans, services, milestones and outcomes."""

from collections.abc import Callable, Mapping

from waymark.cases.answers import Answer
from waymark.cases.models import AboutParticipant
from waymark.cases.support.actions.records import add_record, answers_now, change_record
from waymark.cases.support.clocks import counted
from waymark.cases.support.kinds import KINDS, Kind
from waymark.demo.cases.script import Turn
from waymark.demo.cases.world import World

MILESTONE = KINDS["milestone"]


def add(world: World, turn: Turn) -> None:
    """A record of the kind that `kind` names; of a milestone the due day is counted."""
    kind = KINDS[turn.row["kind"]]
    told = _with_due_day(kind, turn.answers())
    who = None if turn.row.get("who") == "everybody" else world.part(turn)
    added = add_record(kind, world.case(turn), who, told, by=world.worker(turn.by))
    if turn.key:
        world.made[_own(turn, turn.key)] = added


def change(world: World, turn: Turn) -> None:
    """An earlier record says more or something else, such as that a plan was looked at again."""
    member, model = world.member(turn.by), KINDS[turn.row["kind"]].model
    record = model._default_manager.get(pk=world.made[_own(turn, turn.row["of"])].pk)
    told = _told(record, turn, world)
    change_record(record, told, seen=record.version, by=member.worker, keyring=member.keyring)


def _told(record: AboutParticipant, turn: Turn, world: World) -> Mapping[str, Answer]:
    return {**answers_now(record, world.member(turn.by).keyring), **turn.answers()}


def _with_due_day(kind: Kind, told: Mapping[str, Answer]) -> Mapping[str, Answer]:
    return counted(told) if kind is MILESTONE else told


def _own(turn: Turn, key: str) -> str:
    """The same track runs in many cases: what it makes is named with its case."""
    return f"{turn.case} {key}"


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {"add": add, "change": change}
