"""Every action on a case, its notes, tasks and files."""

from tests.referrals.every_action.actions import LEADS, Action
from tests.referrals.every_action.world import a_file, said
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions import (
    about,
    assigning,
    beginning,
    files,
    moving,
    notes,
    reading,
    tasks,
    walls,
)
from waymark.cases.caseload.content import CLOSURE
from waymark.cases.models import (
    Case,
    CaseFile,
    Note,
    Task,
    Wall,
)
from waymark.cases.states import CaseStep

ADDED, CHANGED = ("record:added",), ("record:changed",)

CASELOAD = [
    Action(
        "cases.caseload.actions.about.change_about",
        lambda w, by: about.change_about(
            c := w.row(Case, "case"), {}, seen=w.seen(c), by=by, keyring=w.keyring(by)
        ),
        ("case:changed",),
    ),
    Action(
        "cases.caseload.actions.assigning.assign",
        lambda w, by: assigning.assign(
            c := w.row(Case, "case"), w.cast.sara_supervisor, by=by, seen=w.seen(c), words="Hers"
        ),
        ("case:assigned",),
    ),
    Action(
        "cases.caseload.actions.assigning.assign_many",
        lambda w, by: assigning.assign_many(
            [w.row(Case, "case"), w.row(Case, "other case")],
            w.cast.sara_supervisor,
            held_by=w.cast.carl_cases,
            by=by,
        ),
        ("case:assigned",),
        LEADS,
    ),
    Action(
        "cases.caseload.actions.assigning.add_to_team",
        lambda w, by: assigning.add_to_team(w.row(Case, "other case"), w.cast.carl_cases, by=by),
        ("case:assigned",),
    ),
    Action(
        "cases.caseload.actions.assigning.remove_from_team",
        lambda w, by: assigning.remove_from_team(
            w.row(Case, "case"), w.cast.sara_supervisor, by=by
        ),
        ("case:assigned",),
    ),
    Action(
        "cases.caseload.actions.beginning.begin_case",
        lambda w, by: beginning.begin_case(
            w.circle(), said(title="New"), by=by, responsible=w.cast.carl_cases
        ),
        ("case:begun",),
        in_case=False,
    ),
    Action(
        "cases.caseload.actions.files.add_file",
        lambda w, by: files.add_file(w.row(Case, "case"), a_file("b.txt"), by=by),
        ADDED,
    ),
    Action(
        "cases.caseload.actions.moving.move",
        lambda w, by: moving.move(
            c := w.row(Case, "case"), CaseStep.FOLLOW_UP, by=by, seen=w.seen(c)
        ),
        ("case:moved",),
    ),
    Action(
        "cases.caseload.actions.moving.close",
        lambda w, by: moving.close(
            c := w.row(Case, "held case"),
            {CLOSURE: Answer("Done")},
            referred=False,
            by=by,
            seen=w.seen(c),
            keyring=w.keyring(by),
        ),
        ("case:moved",),
    ),
    Action(
        "cases.caseload.actions.moving.plan_review",
        lambda w, by: moving.plan_review(c := w.row(Case, "case"), None, by=by, seen=w.seen(c)),
        ("case:changed",),
    ),
    Action(
        "cases.caseload.actions.notes.write_note",
        lambda w, by: notes.write_note(w.row(Case, "case"), "She called", by=by),
        ADDED,
    ),
    Action(
        "cases.caseload.actions.notes.change_note",
        lambda w, by: notes.change_note(
            n := w.row(Note, "note"),
            "The red door",
            privilege="",
            contact_on=None,
            seen=w.seen(n),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.caseload.actions.reading.note_listing",
        lambda w, by: reading.note_listing(by=by),
        ("case:listed",),
        ("carl_cases", "sara_supervisor", "lena_lakeside"),
        in_case=False,
    ),
    Action(
        "cases.caseload.actions.reading.note_opening",
        lambda w, by: reading.note_opening(w.row(Case, "case"), by=by),
        ("case:read",),
        still="a tombstone is looked at, too",
    ),
    Action(
        "cases.caseload.actions.reading.note_file_opening",
        lambda w, by: reading.note_file_opening(w.row(CaseFile, "file"), by=by),
        ("case_file:read",),
        still="it only writes down that somebody tried",
    ),
    Action(
        "cases.caseload.actions.tasks.add_task",
        lambda w, by: tasks.add_task(
            w.row(Case, "case"), "Call", by=by, assignee=w.cast.sara_supervisor
        ),
        ADDED,
    ),
    Action(
        "cases.caseload.actions.tasks.change_task",
        lambda w, by: tasks.change_task(
            t := w.row(Task, "task"),
            "Write",
            due_on=None,
            assignee=w.cast.sara_supervisor,
            seen=w.seen(t),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.caseload.actions.tasks.tick_off",
        lambda w, by: tasks.tick_off(w.row(Task, "task"), done=True, by=by),
        CHANGED,
    ),
    Action(
        "cases.caseload.actions.walls.build_wall",
        lambda w, by: walls.build_wall(w.row(Case, "case"), w.cast.carl_cases, "Kin", by=by),
        ("wall:built",),
        LEADS,
    ),
    Action(
        "cases.caseload.actions.walls.lift_wall",
        lambda w, by: walls.lift_wall(w.row(Wall, "wall"), by=by),
        ("wall:lifted",),
        LEADS,
    ),
]
ROWS = [*CASELOAD]
