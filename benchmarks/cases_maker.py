"""One case of the invented caseload with everything that hangs on it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from benchmarks.cases_world import NOTES, Content, Course, World, noon, said
from benchmarks.cases_writer import Writer
from waymark.accounts.models import Organisation, Worker
from waymark.cases import models
from waymark.cases.models import Case, CaseRecord, CaseState, CaseTurn, Participant, Person
from waymark.referrals.consent.terms import Said, Terms
from waymark.referrals.models import Referral, Release, ReleaseState, TaskState
from waymark.reports.models import Situation
from waymark.vault.models import Compartment

KNOWN = 400  # people of late cases of whom a new case may be about one
OTHER_ROLES = ("family_member", "suspected_perpetrator", "other", "victim")
Record = TypeVar("Record", bound=CaseRecord)


@dataclass(frozen=True)
class House:
    """An organisation, its circles and its case managers."""

    organisation: Organisation
    circles: Sequence[Compartment]
    workers: Sequence[Worker]


class Maker:
    """Makes the cases of one house; `writer` gathers their rows."""

    def __init__(self, world: World, house: House, writer: Writer) -> None:
        self.world, self.house, self.writer = world, house, writer
        self.random = world.random
        self.known: dict[int, deque[Person]] = {at: deque(maxlen=KNOWN) for at in (0, 1)}

    def make(self, number: int) -> None:
        """A case with its people, notes, tasks, services, plans and what else there is."""
        circle = int(self.world.chance(0.3))
        course = self.world.course()
        case = self._case(course, circle)
        victim = self._participant(case, course, circle, "victim")
        if self.world.chance(0.3):
            other = self._participant(case, course, circle, self.random.choice(OTHER_ROLES))
            self._relate(case, course, victim, other)
        self._notes(case, course, NOTES[number % len(NOTES)])
        self._work(case, course)
        self._found(case, course, victim)
        self._given(case, course, victim)
        self._consent(case, course, victim)

    def _case(self, course: Course, circle: int) -> Case:
        random, house = self.random, self.house
        held = None if course.state is CaseState.INTAKE and self.world.chance(0.3) else True
        case = Case(
            organisation=house.organisation,
            compartment=house.circles[circle],
            responsible=random.choice(house.workers) if held else None,
            state=course.state,
            opened_on=course.opened,
            state_on=course.last,
            closed_on=course.closed,
            review_due_on=self.world.soon() if course.is_open and self.world.chance(0.5) else None,
            situation=self._situation(circle),
        )
        self.writer.seal(case, self.world.case(course), [case.compartment])
        self._turns(case, course)
        if course.is_open and self.world.chance(0.3):
            self.writer.add(models.TeamMember(case=case, worker=random.choice(house.workers)))
        if self.world.chance(0.002):
            wall = models.Wall(worker=random.choice(house.workers))
            self._add(wall, case, course, said({"reason": self.world.words(12)}))
        return case

    def _situation(self, circle: int) -> Situation | None:
        if not self.world.chance(0.1):
            return None
        situation = Situation(organisation=self.house.organisation)
        circles = [self.house.circles[circle]]
        return self.writer.seal_title(situation, self.world.words(5), circles)

    def _turns(self, case: Case, course: Course) -> None:
        states = [CaseState.INTAKE, CaseState.ACTIVE, course.state]
        for state, day in zip(states, (course.opened, course.opened, course.last), strict=True):
            held = {"by": case.responsible, "responsible": case.responsible}
            self.writer.add(CaseTurn(case=case, at=noon(day), state=state, **held))

    def _participant(self, case: Case, course: Course, circle: int, role: str) -> Participant:
        person = self._person(circle)
        return self._add(Participant(person=person), case, course, self.world.part(role))

    def _person(self, circle: int) -> Person:
        """Somebody new; now and then somebody of an earlier case, or one who is known to both."""
        known = self.known[circle]
        if len(known) > KNOWN // 2 and self.world.chance(0.06):
            # Taken out, so that nobody is in one case twice.
            return known.popleft()
        who, content = self.world.identity()
        both = self.world.chance(0.05)
        circles = self.house.circles if both else [self.house.circles[circle]]
        person = Person(organisation=self.house.organisation)
        if self.world.chance(0.002):
            person.restricted_at = noon(self.world.now)
        self.writer.seal(person, content, circles)
        self.writer.index(person, who, circles)
        self.known[circle].append(person)
        return person

    def _relate(self, case: Case, course: Course, one: Participant, other: Participant) -> None:
        content = self.world.coded("relationship", "kind", "safe")
        self._add(models.Relationship(one=one, other=other), case, course, content)

    def _notes(self, case: Case, course: Course, count: int) -> None:
        for _ in range(count):
            contact = self.world.day(course) if self.world.chance(0.6) else None
            self._add(models.Note(contact_on=contact), case, course, self.world.note())

    def _work(self, case: Case, course: Course) -> None:
        """Tasks and milestones: open where the case is."""
        for _ in range(self.random.randint(0, 3)):
            waits = course.is_open and self.world.chance(0.5)
            due = self.world.soon() if waits else self.world.day(course)
            done = None if waits else noon(due)
            task = models.Task(assignee=case.responsible, due_on=due, done_at=done)
            self._add(task, case, course, said({"what": self.world.words(7)}))
        for _ in range(self.random.randint(0, 2)):
            waits = course.is_open and self.world.chance(0.5)
            due = self.world.soon() if waits else self.world.day(course)
            reached = None if waits else due
            milestone = models.Milestone(due_on=due, reached_on=reached)
            self._add(milestone, case, course, self.world.milestone(due, reached))

    def _found(self, case: Case, course: Course, victim: Participant) -> None:
        """What was found out: an event, an assessment, a determination."""
        world, first = self.world, course.opened
        event = world.coded("event", "hte_Type", hte_Date=f"{first.year - 1}")
        self._add(models.HistoricEvent(participant=victim), case, course, event)
        assessment = world.coded(
            "assessment", "level", "individual_debt", "individual_threats", "household_home",
            made_on=first.isoformat(), needs=world.codes("assessment.needs", 4),
        )  # fmt: skip
        made = models.Assessment(participant=victim, made_on=first)
        self._add(made, case, course, assessment)
        if world.chance(0.5):
            names = ("vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg")
            content = world.coded("determination", *names, decided_on=course.last.isoformat())
            self._add(models.Determination(participant=victim), case, course, content)

    def _given(self, case: Case, course: Course, victim: Participant) -> None:
        """Services, plans and, once it is closed, an outcome."""
        world = self.world
        for _ in range(self.random.randint(0, 6)):
            day = world.day(course)
            service = models.ServiceDelivered(participant=victim, given_on=day)
            self._add(service, case, course, world.service(day))
        due = world.soon() if course.is_open else None
        plan = models.SupportPlan(participant=victim, review_due_on=due, ended_on=course.closed)
        goals = [world.words(6), world.words(6)]
        self._add(plan, case, course, world.coded("support_plan", "spl_Type", goals=goals))
        if world.chance(0.4):
            safety = models.SafetyPlan(participant=victim, review_due_on=due)
            self._add(safety, case, course, said({"steps": world.words(40)}))
        if course.closed:
            names = ("living", "education", "work", "safety", "stay", "own_now")
            outcome = models.Outcome(participant=victim, recorded_on=course.closed)
            self._add(outcome, case, course, world.coded("outcome", *names))

    def _consent(self, case: Case, course: Course, victim: Participant) -> None:
        """For one in five a release, and half of these a referral under it."""
        if not self.world.chance(0.2):
            return
        day = self.world.day(course)
        ends = day + timedelta(days=90)
        state = ReleaseState.ACTIVE if ends >= self.world.now else ReleaseState.EXPIRED
        release = Release(
            participant=victim, state=state, expires_on=ends, signed_on=day, active_at=noon(day)
        )
        terms = Terms("A shelter", named=True, kinds=("services",), purpose="help", language="eng")
        self._add(release, case, course, Said(terms, covers=("participant.role",)).as_content())
        if self.world.chance(0.5):
            self._refer(case, course, release, noon(day))

    def _refer(self, case: Case, course: Course, release: Release, at: datetime) -> None:
        states = list(TaskState)
        state = self.random.choice(states if course.is_open else states[4:])
        referral = Referral(
            participant=release.participant, release=release, state=state, state_at=at,
            requested_at=at, answered_at=None if state == TaskState.REQUESTED else at,
        )  # fmt: skip
        self._add(referral, case, course, said({"words": self.world.words(15)}))

    def _add(self, record: Record, case: Case, course: Course, content: Content) -> Record:
        """Seal a record of a case, written on some day while it went on."""
        record.case, record.author = case, case.responsible
        record.written_at = record.changed_at = noon(self.world.day(course))
        return self.writer.seal(record, content, [case.compartment])
