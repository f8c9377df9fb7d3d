"""Every action on demands, on rights, and on report packs."""

from tests.referrals.every_action.actions import (
    COUNTS,
    LEADS,
    Action,
)
from tests.referrals.every_action.world import TOLD, World
from tests.referrals.making import FIRST
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant, today
from waymark.packs import actions as packs
from waymark.packs import behind, leaving
from waymark.packs.definitions import packs as definitions
from waymark.packs.models import PackRun
from waymark.packs.periods import quarter
from waymark.referrals import gate
from waymark.referrals.compelled import actions as compelled
from waymark.referrals.compelled.content import Asked
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.gate import Ask
from waymark.referrals.models import (
    Disclosure,
    RightKind,
    RightsRequest,
)
from waymark.referrals.receivers import Receiver
from waymark.referrals.rights import actions as rights
from waymark.referrals.ways import Way

SUBPOENA = Asked("subpoena", "Rule 45", "District Court", "all records", "2026-11-02")
DEMAND, RIGHT = ("disclosure:changed",), ("rights:changed",)


def own_copy(w: World, by: Worker) -> None:
    """The person's own copy, with the account of what left."""
    request, about = w.row(RightsRequest, "granted copy"), w.row(Participant, "rosa")
    to = Receiver.person(about.person_id)
    question = Ask(about, to, Way.OWN_COPY, frozenset([FIRST]), request=request)
    with gate.leaving(question, by=by, keyring=w.keyring(by)) as departure:
        rights.note_copy(request, departure, by=by, keyring=w.keyring(by))


def produce(w: World, by: Worker) -> None:
    """What a court compels, with the account of what left."""
    demand, about = w.row(Disclosure, "decided demand"), w.row(Participant, "rosa")
    to = Receiver.named("District Court")
    question = Ask(about, to, Way.COMPELLED, frozenset([FIRST]), disclosure=demand)
    with gate.leaving(question, by=by, keyring=w.keyring(by)) as departure:
        compelled.note_produced(demand, departure, by=by, keyring=w.keyring(by))


COMPELLED = [
    Action(
        "referrals.compelled.actions.record_demand",
        lambda w, by: compelled.record_demand(
            w.row(Case, "case"), w.row(Participant, "rosa"), SUBPOENA, None, by=by
        ),
        DEMAND,
    ),
    Action(
        "referrals.compelled.actions.write_handling",
        lambda w, by: compelled.write_handling(
            d := w.row(Disclosure, "demand"), TOLD, seen=w.seen(d), by=by, keyring=w.keyring(by)
        ),
        DEMAND,
    ),
    Action(
        "referrals.compelled.actions.move",
        lambda w, by: compelled.move(
            d := w.row(Disclosure, "demand"),
            DemandStep.REFUSE,
            "It names no law",
            seen=w.seen(d),
            by=by,
            keyring=w.keyring(by),
        ),
        DEMAND,
        LEADS,
    ),
    Action(
        "referrals.compelled.actions.decide",
        lambda w, by: compelled.decide(
            d := w.row(Disclosure, "ready demand"),
            [FIRST],
            seen=w.seen(d),
            by=by,
            keyring=w.keyring(by),
        ),
        DEMAND,
        LEADS,
    ),
    Action(
        "referrals.compelled.actions.note_produced",
        produce,
        ("disclosure:changed", "data:left"),
        LEADS,
    ),
]
RIGHTS = [
    Action(
        "referrals.rights.actions.record_request",
        lambda w, by: rights.record_request(
            w.row(Participant, "rosa"), RightKind.CORRECT, "My name", "by post", today(), by=by
        ),
        RIGHT,
    ),
    Action(
        "referrals.rights.actions.decide",
        lambda w, by: rights.decide(
            r := w.row(RightsRequest, "asks to copy"),
            granted=False,
            reason="The law",
            adviser="",
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        RIGHT,
        LEADS,
    ),
    Action(
        "referrals.rights.actions.finish",
        lambda w, by: rights.finish(
            r := w.row(RightsRequest, "asks to restrict"),
            "Told by phone",
            seen=w.seen(r),
            by=by,
            keyring=w.keyring(by),
        ),
        RIGHT,
        LEADS,
    ),
    Action(
        "referrals.rights.actions.erase_everything",
        lambda w, by: rights.erase_everything(w.row(RightsRequest, "asks to erase"), by=by),
        ("referral:moved", "record:erased", *RIGHT),
        LEADS,
    ),
    Action(
        "referrals.rights.actions.note_copy",
        own_copy,
        ("data:left",),
    ),
    Action(
        "referrals.rights.actions.lift_restriction",
        lambda w, by: rights.lift_restriction(w.row(Participant, "rosa"), by=by),
        RIGHT,
        LEADS,
    ),
]
PACKS = [
    Action(
        "packs.actions.start",
        lambda w, by: packs.start(
            definitions()["coalition"],
            quarter(today().year - 1, 3),
            by=by,
            keyring=w.keyring(by),
        ),
        ("pack:started",),
        (*COUNTS, "lena_lakeside"),
        in_case=False,
    ),
    Action(
        "packs.actions.stop",
        lambda w, by: packs.stop(w.row(PackRun, "begun run"), by=by),
        (),
        LEADS,
        in_case=False,
        unwritten="a run that rests tells nobody anything",
    ),
    Action(
        "packs.actions.go_on",
        lambda w, by: packs.go_on(w.row(PackRun, "stopped run"), by=by),
        (),
        LEADS,
        in_case=False,
        unwritten="a run that rests tells nobody anything",
    ),
    Action(
        "packs.actions.remove",
        lambda w, by: packs.remove(w.row(PackRun, "run"), by=by),
        ("pack:removed",),
        LEADS,
        in_case=False,
        unwritten="the row goes after the entry that names it",
    ),
    Action(
        "packs.behind.look_behind",
        lambda w, by: behind.look_behind(
            w.row(PackRun, "run"), "all", "", by=by, keyring=w.keyring(by)
        ),
        ("cell:opened",),
        LEADS,
        in_case=False,
    ),
    Action(
        "packs.leaving.take_out",
        lambda w, by: leaving.take_out(w.row(PackRun, "run"), len, by=by, keyring=w.keyring(by)),
        ("pack:downloaded", "data:left"),
        LEADS,
        in_case=False,
    ),
]
ROWS = [*COMPELLED, *RIGHTS, *PACKS]
