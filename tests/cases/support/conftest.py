"""An office with a case of Carl's, a victim and a brother in it, and short words for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import Office, SignIn
from tests.cases.making import make_case, make_participant, make_person
from tests.cast import Cast
from waymark.cases.answers import Answer, Answers, answers_from_json
from waymark.cases.models import AboutParticipant, Case, CaseState, Milestone, Participant
from waymark.cases.records import read
from waymark.cases.support.actions.records import add_record
from waymark.cases.support.forms.records import PREFIX
from waymark.cases.support.kinds import KINDS

DAY = "2026-03-02"
# What is enough for a record of each kind.
ENOUGH: dict[str, dict[str, Any]] = {
    "determination": {
        "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "Police",
        "decided_on": DAY,
    },
    "assessment": {"made_on": DAY, "level": "individual"},
    "safety-plan": {"made_on": DAY, "code_word": "Is the shop open on Sunday?"},
    "support-plan": {
        "spl_Type": "Education",
        "goals": ["Learn to drive", "A room of my own"],
        "agreed_by": ["person"],
    },
    "service": {"category": "legal-immigration", "given_on": DAY},
    "milestone": {"kind": "court-date", "place": "US", "due": "2027-05-04", "due_from": "letter"},
    "outcome": {"recorded_on": DAY, "asked": "declined"},
}


def said(values: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers of these values."""
    return {name: Answer(value) for name, value in values.items()}


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser sends for these values."""
    found = {f"{PREFIX}-{name}": value for name, value in values.items()}
    return {
        name: "\n".join(value) if name.endswith("goals") else value for name, value in found.items()
    }


@dataclass
class Support(Office):
    """What the tests of this slice do, in short words."""

    case_now: Case = field(init=False)
    victim: Participant = field(init=False)
    brother: Participant = field(init=False)

    def begin(self) -> "Support":
        self.case_now = make_case(self.cast)
        self.victim = make_participant(self.case_now)
        brother = make_person(self.case_now, prs_FirstName="Luis")
        self.brother = make_participant(self.case_now, brother, role="family_member")
        return self

    def add(self, slug: str, *, about: Any = None, by: Any = None, **more: Any) -> AboutParticipant:
        """A record with what is enough, and more; about the victim and by Carl if not said.

        They are typed loosely: mypy takes them for parts of `**more` otherwise.
        """
        answers = said({**ENOUGH[slug], **more})
        worker, about = by or self.cast.carl_cases, about or self.victim
        return add_record(KINDS[slug], self.case_now, about, answers, by=worker)

    def answers(self, record: AboutParticipant) -> Answers:
        """What a record says now."""
        now = type(record)._default_manager.get(pk=record.pk)
        return answers_from_json(read(now, self.cast.keyring(self.cast.carl_cases)))

    def only(self, slug: str) -> AboutParticipant:
        """The one record of a kind."""
        return KINDS[slug].model._default_manager.get(case=self.case_now)

    def milestone(self) -> Milestone:
        """The one milestone, with the columns that only milestones have."""
        return Milestone.objects.get(case=self.case_now)

    def count(self, slug: str) -> int:
        rows = KINDS[slug].model._default_manager.filter(case=self.case_now)
        return rows.filter(envelope__erased_at=None).count()

    def send(
        self,
        slug: str,
        *,
        who: str = "carl_cases",
        status: Any = 302,
        query: str = "",
        about: Any = None,
        values: Any = None,
        **more: Any,
    ) -> str:
        """Send the form of a new record."""
        url = reverse("support_add", args=[self.case_now.pk, slug]) + query
        data = typed(ENOUGH[slug] if values is None else values)
        chosen = str(self.victim.pk) if about is None else about
        response = self.sign_in(self.cast[who]).post(url, {"about": chosen, **data, **more})
        assert response.status_code == status, response.content.decode()
        return " ".join(response.content.decode().split())

    def step(
        self,
        record: AboutParticipant,
        slug: str,
        step: str,
        *,
        status: Any = 302,
        seen: Any = None,
        **values: Any,
    ) -> str:
        """Take a step with a record."""
        version = record.version if seen is None else seen
        arguments = (self.case_now.pk, slug, record.pk, step)
        data = {"seen": version, **typed(values)}
        return self.post("carl_cases", "support_step", *arguments, status=status, **data)

    def page(self, record: AboutParticipant, slug: str) -> str:
        return self.get("carl_cases", "support_record", self.case_now.pk, slug, record.pk)

    def close(self) -> None:
        self.case_now.state = CaseState.CLOSED
        self.case_now.save()


@pytest.fixture
def support(cast: Cast, staff_client_for: SignIn) -> Support:
    """A case with two people."""
    return Support(cast, staff_client_for).begin()


def day(text: str) -> date:
    """A day from its digits."""
    return date.fromisoformat(text)
