"""Rosa, an adult victim in a case of Carl's, and what workers do about her releases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.making import NAMES, make_case, make_participant, make_person
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import Case, Participant, today
from waymark.cases.records import read
from waymark.referrals.consent.actions import drafting, ending, giving
from waymark.referrals.consent.actions.drafting import To
from waymark.referrals.consent.terms import Given, Said, Terms
from waymark.referrals.models import Release
from waymark.vault.keyring import Keyring

ADULT = Given(how="signed", age=18)
TERMS = Terms("", named=True, kinds=("identity",), purpose="housing", language="eng")
SignIn = Callable[[Worker], StaffClient]


@dataclass
class Desk:
    """What the tests do, in short words; Carl does it unless said otherwise."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant
    by: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.by = self.cast.carl_cases

    @property
    def keyring(self) -> Keyring:
        """Carl's, fresh."""
        return self.cast.keyring(self.by)

    def someone(self, role: str = "victim", **identity: Any) -> Participant:
        """One more person of the case."""
        return make_participant(self.case, make_person(self.case, **identity), role=role)

    def draft(self, participant: Participant | None = None, to: To | None = None) -> Release:
        """A draft without terms."""
        to = to or To(name="Dr Amal Haddad")
        about = participant or self.rosa
        return drafting.draft(self.case, about, to, by=self.by, keyring=self.keyring)

    def terms(self, release: Release, terms: Terms = TERMS, days: int = 90) -> Release:
        """The draft with terms."""
        last = today() + timedelta(days=days)
        seen = self.fresh(release).version
        return drafting.set_terms(release, terms, last, seen=seen, by=self.by, keyring=self.keyring)

    def sign(self, release: Release, given: Given = ADULT, on: date | None = None) -> Release:
        """The person agrees."""
        return giving.sign(
            release,
            given,
            on or today(),
            seen=self.fresh(release).version,
            by=self.by,
            keyring=self.keyring,
        )

    def activate(self, release: Release) -> Release:
        """Make it active."""
        return giving.activate(release, by=self.by, keyring=self.keyring)

    def withdraw(self, release: Release) -> Release:
        """Take it back."""
        return ending.withdraw(release, by=self.by)

    def drafted(self, participant: Participant | None = None, **more: Any) -> Release:
        """A draft with terms."""
        return self.terms(self.draft(participant), **more)

    def active(self, participant: Participant | None = None) -> Release:
        """One that lets out who Rosa is."""
        return self.activate(self.sign(self.drafted(participant)))

    def fresh(self, release: Release) -> Release:
        """As it is stored now."""
        return Release.objects.select_related("case", "participant__person").get(pk=release.pk)

    def said(self, release: Release) -> Said:
        """What it says."""
        return Said.of(read(self.fresh(release), self.keyring))

    def url(self, name: str, release: Release | None = None) -> str:
        """An address of the case, or of one release of it."""
        return reverse(name, args=[self.case.pk, *([release.pk] if release else [])])


@pytest.fixture
def desk(cast: Cast, staff_client_for: SignIn) -> Desk:
    """The case of Rosa."""
    case = make_case(cast)
    person = make_person(case, **{**NAMES, "contact_safe_way": ["call"]})
    return Desk(cast, staff_client_for, case, make_participant(case, person))


@pytest.fixture
def events(db: None) -> Callable[[], list[str]]:
    """The audit log, oldest first, without what makes a case."""

    def read_log() -> list[str]:
        rows = Entry.objects.filter(event__startswith="release:").order_by("seq")
        return list(rows.values_list("event", flat=True))

    return read_log


@pytest.fixture
def carl(desk: Desk) -> Client:
    """Carl's browser."""
    return desk.sign_in(desk.by)


@pytest.fixture
def shown(carl: Client) -> Callable[..., str]:
    """A page as Carl sees it."""

    def get(url: str, status: int = 200) -> str:
        response = carl.get(url)
        assert response.status_code == status
        return response.content.decode()

    return get
