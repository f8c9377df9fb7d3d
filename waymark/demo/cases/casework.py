"""What is done with a case itself: it is begun, moved, handed over, written about."""

from collections.abc import Callable, Mapping

from waymark.cases.answers import Answer
from waymark.cases.caseload.actions import assigning, beginning, files, moving, notes, tasks, walls
from waymark.cases.caseload.content import CLOSURE, TITLE
from waymark.cases.forgetting.actions import erasing, holds
from waymark.cases.models import Task
from waymark.cases.states import CaseStep
from waymark.demo.cases.people import put_in
from waymark.demo.cases.script import Turn, answers, day_from
from waymark.demo.cases.world import World
from waymark.reports.files import check
from waymark.reports.models import Report
from waymark.reports.uploads import Upload

Deed = Callable[[World, Turn], object]
MOVES = {
    "activate": CaseStep.ACTIVATE,
    "follow_up": CaseStep.FOLLOW_UP,
    "reopen": CaseStep.REOPEN,
}


def begin(world: World, turn: Turn) -> None:
    """A case begins, with its people, and with the report that brought it where there was one."""
    worker = world.worker(turn.by)
    told = {TITLE: turn.row["title"], **turn.row.get("came", {})}
    source = world.play.reports.get(turn.row.get("report", ""))
    world.cases[turn.case] = beginning.begin_case(
        world.circle(worker),
        answers(told, turn.day),
        by=worker,
        responsible=None if turn.row.get("nobody") else worker,
        report=Report.objects.get(pk=source.pk) if source else None,
    )
    for who in turn.row["people"]:
        put_in(world, turn, who)


def move(world: World, turn: Turn) -> None:
    """The case becomes active, goes into follow-up or is reopened."""
    case = world.case(turn)
    moving.move(case, MOVES[turn.do], by=world.worker(turn.by), seen=case.version)


def close(world: World, turn: Turn) -> None:
    """The case is closed, or closed because another organisation goes on with it."""
    case, member = world.case(turn), world.member(turn.by)
    moving.close(
        case,
        {CLOSURE: Answer(turn.row["text"])},
        referred=turn.row.get("referred", False),
        by=member.worker,
        seen=case.version,
        keyring=member.keyring,
    )


def plan_review(world: World, turn: Turn) -> None:
    """A day is set on which the case is looked at again."""
    case, day = world.case(turn), day_from(turn.row["due"], turn.day)
    moving.plan_review(case, day, by=world.worker(turn.by), seen=case.version)


def assign(world: World, turn: Turn) -> None:
    """Somebody else becomes responsible."""
    case, to, words = world.case(turn), world.worker(turn.row["to"]), turn.row.get("text", "")
    assigning.assign(case, to, by=world.worker(turn.by), seen=case.version, words=words)


def add_to_team(world: World, turn: Turn) -> None:
    """A colleague works on the case, too."""
    to = world.worker(turn.row["to"])
    assigning.add_to_team(world.case(turn), to, by=world.worker(turn.by))


def write_note(world: World, turn: Turn) -> None:
    """A note, of a contact on that day where `contact` says so."""
    notes.write_note(
        world.case(turn),
        turn.row["text"],
        by=world.worker(turn.by),
        privilege=turn.row.get("privilege", ""),
        contact_on=turn.day if turn.row.get("contact") else None,
    )


def add_task(world: World, turn: Turn) -> None:
    """Something to do, for whoever adds it unless `to` says who."""
    world.made[turn.key] = tasks.add_task(
        world.case(turn),
        turn.row["text"],
        by=world.worker(turn.by),
        due_on=day_from(turn.row["due"], turn.day) if "due" in turn.row else None,
        assignee=world.worker(turn.row.get("to", turn.by)),
    )


def tick_off(world: World, turn: Turn) -> None:
    """A task is done."""
    tasks.tick_off(world.again(Task, turn), done=True, by=world.worker(turn.by))


def add_file(world: World, turn: Turn) -> None:
    """A text file, written here."""
    body = turn.row["text"].strip().encode()
    checked = check(Upload(turn.row["name"], body))
    world.made[turn.key] = files.add_file(
        world.case(turn), checked, by=world.worker(turn.by), about=turn.row.get("about", "")
    )


def build_wall(world: World, turn: Turn) -> None:
    """Somebody is kept out of the case."""
    out = world.worker(turn.row["to"])
    walls.build_wall(world.case(turn), out, turn.row["text"], by=world.worker(turn.by))


def place_hold(world: World, turn: Turn) -> None:
    """Nothing of the case may be erased for the time being."""
    reason, says = turn.row["text"], turn.row["who_says_so"]
    holds.place_hold(world.case(turn), reason, says, by=world.worker(turn.by))


def erase_case(world: World, turn: Turn) -> None:
    """The case is erased, and a tombstone stays."""
    erasing.erase_case(world.case(turn), by=world.worker(turn.by))


DEEDS: Mapping[str, Deed] = {
    "begin": begin,
    **dict.fromkeys(MOVES, move),
    "close": close,
    "plan_review": plan_review,
    "assign": assign,
    "add_to_team": add_to_team,
    "note": write_note,
    "task": add_task,
    "tick_off": tick_off,
    "file": add_file,
    "wall": build_wall,
    "hold": place_hold,
    "erase_case": erase_case,
}
