"""Every action on people of a case, and on what is done for them."""

from uuid import uuid4

from tests.referrals.every_action.actions import Action
from tests.referrals.every_action.world import DAY, person_of, said
from waymark.cases.models import (
    Assessment,
    Case,
    HistoricEvent,
    Participant,
    PersonMatch,
    Relationship,
)
from waymark.cases.people.actions import (
    adding,
    changing,
    merging,
    records,
    removing,
    searching,
)
from waymark.cases.support.actions import records as support
from waymark.cases.support.kinds import KINDS

ASSESSED = said(made_on=DAY, level="individual")
ADDED, CHANGED, ERASED = ("record:added",), ("record:changed",), ("record:erased",)

PEOPLE = [
    Action(
        "cases.people.actions.adding.add_person",
        lambda w, by: adding.add_person(
            w.row(Case, "case"),
            said(prs_FirstName="Ivy"),
            said(role="other"),
            by=by,
            keyring=w.keyring(by),
        ),
        ("person:added",),
    ),
    Action(
        "cases.people.actions.adding.add_known_person",
        lambda w, by: adding.add_known_person(
            w.row(Case, "case"),
            person_of(w, "zoe"),
            said(role="other"),
            by=by,
            keyring=w.keyring(by),
        ),
        ("person:added",),
    ),
    Action(
        "cases.people.actions.changing.note_reading",
        lambda w, by: changing.note_reading(person_of(w, "rosa"), by=by),
        ("person:read",),
        still="who somebody is may be known from another case",
    ),
    Action(
        "cases.people.actions.changing.change_identity",
        lambda w, by: changing.change_identity(
            p := person_of(w, "rosa"),
            said(prs_FirstName="Rose"),
            seen=w.seen(p),
            by=by,
            keyring=w.keyring(by),
        ),
        ("person:changed",),
        still="who somebody is may be known from another case",
    ),
    Action(
        "cases.people.actions.changing.change_part",
        lambda w, by: changing.change_part(
            p := w.row(Participant, "rosa"),
            said(role="other"),
            seen=w.seen(p),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.people.actions.merging.merge",
        lambda w, by: merging.merge(
            person_of(w, "zoe"), person_of(w, "luz"), by=by, keyring=w.keyring(by)
        ),
        ("people:merged",),
        still="who somebody is may be known from another case",
    ),
    Action(
        "cases.people.actions.merging.keep_apart",
        lambda w, by: merging.keep_apart(person_of(w, "zoe"), person_of(w, "luz"), by=by),
        ("people:merged",),
        still="who somebody is may be known from another case",
    ),
    Action(
        "cases.people.actions.merging.undo",
        lambda w, by: merging.undo(w.row(PersonMatch, "match"), by=by),
        ("people:merged",),
        still="who somebody is may be known from another case",
    ),
    Action(
        "cases.people.actions.records.relate",
        lambda w, by: records.relate(
            w.row(Participant, "lien"),
            w.row(Participant, "luz"),
            said(kind="friend"),
            by=by,
            record_id=uuid4(),
        ),
        ADDED,
    ),
    Action(
        "cases.people.actions.records.change_relationship",
        lambda w, by: records.change_relationship(
            r := w.row(Relationship, "relationship"),
            w.row(Participant, "lien"),
            w.row(Participant, "rosa"),
            said(kind="friend"),
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.people.actions.records.add_event",
        lambda w, by: records.add_event(
            w.row(Case, "case"), None, said(hte_Type="Transit"), by=by, record_id=uuid4()
        ),
        ADDED,
    ),
    Action(
        "cases.people.actions.records.change_event",
        lambda w, by: records.change_event(
            e := w.row(HistoricEvent, "event"),
            w.row(Participant, "lien"),
            said(hte_Type="Transit"),
            seen=w.seen(e),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.people.actions.removing.remove_record",
        lambda w, by: removing.remove_record(
            w.row(HistoricEvent, "event"), by=by, keyring=w.keyring(by)
        ),
        ERASED,
    ),
    Action(
        "cases.people.actions.removing.remove_from_case",
        lambda w, by: removing.remove_from_case(w.row(Participant, "luz"), by=by),
        ERASED,
    ),
    Action(
        "cases.people.actions.searching.note_search",
        lambda w, by: searching.note_search(by=by),
        ("people:searched",),
        ("carl_cases", "sara_supervisor", "lena_lakeside"),
        in_case=False,
    ),
]
SUPPORT = [
    Action(
        "cases.support.actions.records.add_record",
        lambda w, by: support.add_record(
            KINDS["assessment"], w.row(Case, "case"), w.row(Participant, "rosa"), ASSESSED, by=by
        ),
        ADDED,
    ),
    Action(
        "cases.support.actions.records.add_services",
        lambda w, by: support.add_services(
            KINDS["service"],
            w.row(Case, "case"),
            [w.row(Participant, "rosa"), w.row(Participant, "lien")],
            [(uuid4(), said(category="food", given_on=DAY))],
            by=by,
        ),
        ADDED,
    ),
    Action(
        "cases.support.actions.records.change_record",
        lambda w, by: support.change_record(
            r := w.row(Assessment, "assessment"),
            ASSESSED,
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        CHANGED,
    ),
    Action(
        "cases.support.actions.records.bring_back",
        lambda w, by: support.bring_back(
            r := w.row(Assessment, "assessment"), 1, seen=w.seen(r), by=by, keyring=w.keyring(by)
        ),
        CHANGED,
    ),
    Action(
        "cases.support.actions.records.remove_record",
        lambda w, by: support.remove_record(
            w.row(Assessment, "assessment"), by=by, keyring=w.keyring(by)
        ),
        ERASED,
    ),
]
ROWS = [*PEOPLE, *SUPPORT]
