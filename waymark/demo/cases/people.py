"""People in cases, how they are related, what happened to them, and who is the same person."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from waymark.cases.models import Person
from waymark.cases.people.actions import adding, merging, records
from waymark.demo.cases.script import Turn, answers
from waymark.demo.cases.world import World


def put_in(world: World, turn: Turn, who: str) -> None:
    """Somebody of the data file is added to a case; `again` names whoever is known already."""
    row, hand = world.people[who], world.hand(turn.by)
    part = answers(row["part"], turn.day)
    if known := row.get("again"):
        person = _person(world, known)
        added = adding.add_known_person(world.case(turn), person, part, **hand)
    else:
        who_they_are = answers(row["who"], turn.day)
        added = adding.add_person(world.case(turn), who_they_are, part, **hand)
    world.parts[turn.case, who] = added


def relate(world: World, turn: Turn) -> None:
    """How one person of the case is related to another."""
    one, other = (world.parts[turn.case, turn.row[name]] for name in ("who", "other"))
    records.relate(one, other, turn.answers(), by=world.worker(turn.by), record_id=uuid4())


def add_event(world: World, turn: Turn) -> None:
    """Something that happened to a person before."""
    by, told = world.worker(turn.by), turn.answers()
    records.add_event(world.case(turn), world.part(turn), told, by=by, record_id=uuid4())


def merge(world: World, turn: Turn) -> None:
    """Two rows are found to be one person."""
    one, other = (_person(world, turn.row[name]) for name in ("one", "other"))
    merging.merge(one, other, **world.hand(turn.by))


def keep_apart(world: World, turn: Turn) -> None:
    """Two rows are found to be two people."""
    one, other = (_person(world, turn.row[name]) for name in ("one", "other"))
    merging.keep_apart(one, other, by=world.worker(turn.by))


def _person(world: World, key: str) -> Person:
    part = next(part for (_case, who), part in world.parts.items() if who == key)
    return Person.objects.get(pk=part.person_id)


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {
    "relate": relate,
    "event": add_event,
    "merge": merge,
    "keep_apart": keep_apart,
}
