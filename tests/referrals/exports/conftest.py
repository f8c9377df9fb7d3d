"""Rosa's record with an active release, and Carl's browser."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import NAMES, answered, make_case, make_participant, make_person
from tests.cast import Cast
from tests.referrals.consent.conftest import SignIn
from tests.referrals.making import FIRST, SECOND, make_release
from waymark.audit.models import Entry
from waymark.cases.models import Case, HistoricEvent, Participant
from waymark.cases.records import write_new
from waymark.referrals.models import Release

METHODS = "participant.vic_MethodsOfControl"


@dataclass
class Counter:
    """What leaves over the counter, in short words."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant
    release: Release = field(init=False)

    def __post_init__(self) -> None:
        self.release = make_release(self.rosa, [FIRST, SECOND])

    def covers(self, *names: str) -> None:
        """One more release to the same receiver, which covers these."""
        self.release = make_release(self.rosa, names)

    def event(self, **values: Any) -> None:
        """Something that was done to Rosa."""
        event = HistoricEvent(case=self.case, participant=self.rosa)
        write_new(event, answered(values))

    def url(self, name: str, release: Release | None = None) -> str:
        """An address of the release."""
        return reverse(name, args=[self.case.pk, (release or self.release).pk])

    def post(self, name: str, *names: str, how: str, who: str = "carl_cases") -> Any:
        """Ask for fields."""
        data = {"names": list(names), "how": how}
        return self.sign_in(self.cast[who]).post(self.url(name), data)

    def events(self) -> list[str]:
        """What the gate audited."""
        rows = Entry.objects.filter(event__startswith="data:").order_by("seq")
        return list(rows.values_list("event", flat=True))


@pytest.fixture
def counter(cast: Cast, staff_client_for: SignIn) -> Counter:
    """Rosa's."""
    case = make_case(cast)
    person = make_person(case, **NAMES)
    rosa = make_participant(case, person, vic_MethodsOfControl=["DebtBondage", "FalsePromises"])
    return Counter(cast, staff_client_for, case, rosa)
