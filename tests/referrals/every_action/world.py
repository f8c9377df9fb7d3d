"""Two cases of Riverside with one of everything in them, made by the actions themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model

from tests.cases.making import NAMES, make_case, make_participant, make_person
from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.attempts.world import FILE
from tests.referrals.making import DOCTOR, FIRST, SECOND, make_release
from waymark.accounts.models import Worker
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions import files, notes, tasks, walls
from waymark.cases.exchange import drafts
from waymark.cases.forgetting.actions import holds
from waymark.cases.models import (
    Case,
    Participant,
    Person,
    PersonMatch,
    TeamMember,
    today,
)
from waymark.cases.people.actions import records as people
from waymark.cases.support.actions import records as support
from waymark.cases.support.kinds import KINDS
from waymark.packs import actions as packs
from waymark.packs.definitions import packs as definitions
from waymark.packs.periods import quarter
from waymark.packs.working import work
from waymark.referrals.compelled import actions as compelled
from waymark.referrals.compelled.content import Asked, Handling
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.consent.actions import drafting
from waymark.referrals.consent.actions.drafting import To
from waymark.referrals.consent.terms import Terms
from waymark.referrals.models import ReferralDesk, ReleaseState, RightKind
from waymark.referrals.referring.actions import moving, sending
from waymark.referrals.referring.actions.sending import Draft
from waymark.referrals.referring.content import reasons
from waymark.referrals.referring.states import Move
from waymark.referrals.rights import actions as rights
from waymark.reports.files import CheckedFile
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

Row = TypeVar("Row", bound=Model)
Ids = dict[str, Any]
ROLE = "participant.role"
TERMS = Terms("", named=True, kinds=("identity",), purpose="housing", language="eng")
TOLD = Handling(told="by phone", safety="she moved", adviser="Ms Roe said to answer")
DAY = "2026-03-02"


@dataclass
class World:
    """Rows by name, read anew each time. `late`: the versions that pages show are old ones."""

    cast: Cast
    ids: Ids
    late: bool = False
    models: dict[str, type[Model]] = field(default_factory=dict)

    def row(self, model: type[Row], name: str) -> Row:
        """A row as it is stored now."""
        return model._base_manager.get(pk=self.ids[name])

    def seen(self, row: Any) -> int:
        """The version of a row that a page shows."""
        version: int = row.version
        return version + 7 if self.late else version

    def circle(self, house: str = "riverside", name: str = CASE_MANAGEMENT) -> Compartment:
        """A circle of a house."""
        return self.cast.compartment(getattr(self.cast, house), name)

    def keyring(self, worker: Worker) -> Keyring:
        """Whatever keys somebody has."""
        return self.cast.keyring(worker)


def said(**values: Any) -> dict[str, Answer]:
    """Answers of these values."""
    return {name: Answer(value) for name, value in values.items()}


def a_file(name: str = "a.txt") -> CheckedFile:
    """A file that was looked at."""
    return CheckedFile(name, "text/plain", False, b"plain words")


def make_ids(cast: Cast) -> Ids:
    """Everything, with the ids by name."""
    case, other, held = (make_case(cast, title="Two brothers") for _ in range(3))
    TeamMember.objects.create(case=case, worker=cast.sara_supervisor)
    rosa = make_participant(case, make_person(case, **NAMES))
    lien = make_participant(case, make_person(case, prs_FirstName="Lien"), role="other")
    luz = make_participant(case, make_person(case, prs_FirstName="Luz"), role="other")
    zoe = make_participant(other, make_person(other, prs_FirstName="Zoe"))
    found: Ids = {"case": case.pk, "other case": other.pk, "held case": held.pk}
    for name, each in (("rosa", rosa), ("lien", lien), ("luz", luz), ("zoe", zoe)):
        found |= {name: each.pk, f"who {name} is": each.person_id}
    match = PersonMatch.objects.create(
        one=rosa.person, other=lien.person, decision="kept_apart", decided_by=cast.carl_cases
    )
    found["match"] = match.pk
    makers: tuple[Callable[..., Ids], ...] = (_caseload, _records, _consent, _asked, _tables)
    for make in makers:
        found |= make(cast, case, rosa, lien)
    held_by = holds.place_hold(held, "A trial", "The court", by=cast.sara_supervisor)
    return found | {"hold": held_by.pk}


def _caseload(cast: Cast, case: Case, rosa: Participant, lien: Participant) -> Ids:
    carl, sara = cast.carl_cases, cast.sara_supervisor
    return {
        "note": notes.write_note(case, "the blue door", by=carl).pk,
        "task": tasks.add_task(case, "Call her", by=carl, due_on=today(), assignee=carl).pk,
        "file": files.add_file(case, a_file(), by=carl).pk,
        "wall": walls.build_wall(case, cast.ivan_analyst, "A cousin", by=sara).pk,
        "draft file": drafts.keep_draft(FILE, "a.xlsx", by=carl, keyring=cast.keyring(carl)).pk,
    }


def _records(cast: Cast, case: Case, rosa: Participant, lien: Participant) -> Ids:
    from uuid import uuid4

    carl = cast.carl_cases
    kin = people.relate(rosa, lien, said(kind="friend"), by=carl, record_id=uuid4())
    event = people.add_event(case, rosa, said(hte_Type="Transit"), by=carl, record_id=uuid4())
    about = {"made_on": DAY, "level": "individual"}
    plan = support.add_record(KINDS["assessment"], case, rosa, said(**about), by=carl)
    support.change_record(plan, said(**about), seen=1, by=carl, keyring=cast.keyring(carl))
    return {"relationship": kin.pk, "event": event.pk, "assessment": plan.pk}


def _consent(cast: Cast, case: Case, rosa: Participant, lien: Participant) -> Ids:
    carl, circle = cast.carl_cases, cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    ReferralDesk.objects.create(organisation=cast.lakeside, compartment=circle)
    key, last = cast.keyring(carl), today() + timedelta(days=90)
    draft = drafting.draft(case, rosa, To(name=DOCTOR), by=carl, keyring=key)
    drafting.set_terms(draft, TERMS, last, seen=1, by=carl, keyring=key)
    signed = make_release(lien, [FIRST], state=ReleaseState.SIGNED)
    active = make_release(rosa, [FIRST, SECOND, ROLE], to=cast.lakeside)
    named = make_release(rosa, [FIRST, SECOND, ROLE])
    sent = sending.send(active, asks(), by=carl, keyring=key)
    taken = sending.send(active, asks(SECOND), by=carl, keyring=key)
    moving.answer(
        taken, Move.ACCEPT, by=cast.lena_lakeside, keyring=cast.keyring(cast["lena_lakeside"])
    )
    outside = sending.send(named, asks(), by=carl, keyring=key)
    found = {"draft": draft.pk, "signed": signed.pk, "active": active.pk, "named": named.pk}
    found |= {"sent": sent.pk, "taken": taken.pk, "outside": outside.pk}
    return found | {"packet": outside.packets.get().pk}


def asks(*later: str) -> Draft:
    """What is sent with a referral."""
    reason = next(iter(reasons()))
    return Draft(reason, "On weekdays", frozenset([FIRST]), frozenset(later), 48, "Lakeside")


def _asked(cast: Cast, case: Case, rosa: Participant, lien: Participant) -> Ids:
    carl, sara = cast.carl_cases, cast.sara_supervisor
    asked = Asked("subpoena", "Rule 45", "District Court", "all records", "2026-11-02")
    key, keys = cast.keyring(carl), cast.keyring(sara)
    new, ready, decided = (
        compelled.record_demand(case, rosa, asked, None, by=carl) for _ in range(3)
    )
    for each in (ready, decided):
        compelled.write_handling(each, TOLD, seen=1, by=carl, keyring=key)
        compelled.move(each, DemandStep.ASK_ADVISER, "", seen=2, by=sara, keyring=keys)
    compelled.decide(decided, [FIRST], seen=3, by=sara, keyring=keys)
    found: Ids = {"demand": new.pk, "ready demand": ready.pk, "decided demand": decided.pk}
    wishes = {f"asks to {kind}": kind for kind in RightKind} | {"granted copy": RightKind.COPY}
    for name, kind in wishes.items():
        row = rights.record_request(rosa, kind, "please", "by phone", today(), by=carl)
        found[name] = row.pk
        if name != "asks to copy":
            grant: dict[str, Any] = {"granted": True, "reason": "", "adviser": ""}
            rights.decide(row, **grant, seen=1, by=sara, keyring=keys)
    return found


def _tables(cast: Cast, case: Case, rosa: Participant, lien: Participant) -> Ids:
    sara, period = cast.sara_supervisor, quarter(today().year - 1, 2)
    key = cast.keyring(sara)
    otip = definitions()["otip"]
    ready, begun = (packs.start(otip, period, by=sara, keyring=key) for _ in range(2))
    work(ready, by=sara, keyring=key)
    stopped = packs.start(otip, period, by=sara, keyring=key)
    packs.stop(stopped, by=sara)
    return {"run": ready.pk, "begun run": begun.pk, "stopped run": stopped.pk}


def person_of(world: World, name: str) -> Person:
    """Who somebody is."""
    return world.row(Person, f"who {name} is")
