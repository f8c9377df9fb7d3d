"""An office with one case of Carl's, and browsers for who works there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import CASE_MANAGEMENT, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.models import Case, today
from waymark.vault.models import Compartment

SignIn = Callable[[Worker], StaffClient]


@dataclass
class Office:
    """What the tests do, in short words."""

    cast: Cast
    sign_in: SignIn

    @property
    def circle(self) -> Compartment:
        return self.cast.compartment(self.cast.riverside, CASE_MANAGEMENT)

    def case(self, title: str = "", *, by: Worker | None = None, **more: Any) -> Case:
        """A case in intake; Carl's, unless said otherwise."""
        worker = by or self.cast.carl_cases
        answers = {"title": Answer(title)} if title else {}
        more = {"responsible": worker, **more}
        return begin_case(self.circle, answers, by=worker, **more)

    def fresh(self, case: Case) -> Case:
        return Case.objects.select_related("compartment", "responsible", "envelope").get(pk=case.pk)

    def get(self, who: str, name: str, *arguments: object, status: int = 200) -> str:
        """A page as somebody sees it."""
        response = self.sign_in(self.cast[who]).get(reverse(name, args=arguments))
        assert response.status_code == status
        return text_of(response)

    def post(
        self, who: str, name: str, *arguments: object, status: Any = 302, **data: object
    ) -> str:
        """What somebody sends to an address, and what comes back.

        `status` is a number; mypy takes it for one of `**data` otherwise.
        """
        response = self.sign_in(self.cast[who]).post(reverse(name, args=arguments), data)
        assert response.status_code == status, text_of(response)
        return text_of(response)


@pytest.fixture
def office(cast: Cast, staff_client_for: SignIn) -> Office:
    """Riverside's case managers."""
    return Office(cast, staff_client_for)


@pytest.fixture
def case(office: Office) -> Case:
    """Carl's case, in intake."""
    return office.case("Two brothers from a farm")


@pytest.fixture
def second_supervisor(cast: Cast) -> Worker:
    """Ivan leads a team, too, so that a wall can be built around Sara."""
    cast.ivan_analyst.role_rows.create(role=Role.SUPERVISOR)
    return Worker.objects.get(pk=cast.ivan_analyst.pk)


def events(event: Event, target: Any = None) -> int:
    """How often an event is in the log, about something or at all."""
    rows = Entry.objects.filter(event=event.value)
    return (rows.filter(target_id=str(target.pk)) if target is not None else rows).count()


def text_of(response: Any) -> str:
    """The page, without the lines of its source."""
    return " ".join(response.content.decode().split())


def in_days(number: int) -> date:
    """A day so many days from today."""
    return today() + timedelta(days=number)
