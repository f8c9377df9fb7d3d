"""Rosa, in a case of Carl's, and what workers do about what she asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import NAMES, make_case, make_participant, make_person
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant, today
from waymark.referrals.models import RightKind, RightsRequest
from waymark.referrals.rights import actions
from waymark.vault.keyring import Keyring

SignIn = Callable[[Worker], StaffClient]


@dataclass
class Desk:
    """Carl records, Sara decides."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant

    @property
    def carl(self) -> Worker:
        """The case manager."""
        return self.cast.carl_cases

    @property
    def sara(self) -> Worker:
        """The supervisor."""
        return self.cast.sara_supervisor

    def keyring(self, worker: Worker | None = None) -> Keyring:
        """Sara's, unless said otherwise."""
        return self.cast.keyring(worker or self.sara)

    def ask(
        self, kind: RightKind = RightKind.COPY, who: Participant | None = None
    ) -> RightsRequest:
        """Somebody, Rosa unless said otherwise, asks."""
        day = today() + timedelta(days=30)
        return actions.record_request(
            who or self.rosa, kind, "everything, please", "by phone", day, by=self.carl
        )

    def decide(self, request: RightsRequest, **more: Any) -> RightsRequest:
        """Sara grants it, unless said otherwise."""
        said = {"granted": True, "reason": "", "adviser": "", "by": self.sara, **more}
        seen = self.fresh(request).version
        return actions.decide(request, seen=seen, keyring=self.keyring(said["by"]), **said)

    def granted(self, kind: RightKind = RightKind.COPY) -> RightsRequest:
        """A request of Rosa's that is granted."""
        return self.decide(self.ask(kind))

    def finish(self, request: RightsRequest, by: Worker | None = None) -> RightsRequest:
        """Say that it is done."""
        worker = by or self.sara
        seen = self.fresh(request).version
        return actions.finish(
            request, "told by phone", seen=seen, by=worker, keyring=self.keyring(worker)
        )

    def fresh(self, request: RightsRequest) -> RightsRequest:
        """As it is stored now."""
        return RightsRequest.objects.select_related("case", "envelope").get(pk=request.pk)

    def url(self, name: str, *more: object) -> str:
        """An address of the case."""
        return reverse(name, args=[self.case.pk, *more])


@pytest.fixture
def desk(cast: Cast, staff_client_for: SignIn) -> Desk:
    """The case of Rosa, who speaks Spanish."""
    case = make_case(cast)
    person = make_person(case, **{**NAMES, "prs_PrimaryLanguage": "spa"})
    return Desk(cast, staff_client_for, case, make_participant(case, person))
