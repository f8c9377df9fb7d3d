"""Riverside refers Rosa to Lakeside, whose desk is its case management; Carl and Lena do it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import NAMES, make_case, make_participant, make_person
from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.making import FIRST, SECOND, make_release
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import Case, Participant
from waymark.referrals.models import Packet, Referral, ReferralDesk, Release
from waymark.referrals.referring.actions import moving, sending
from waymark.referrals.referring.actions.reading import open_packets
from waymark.referrals.referring.actions.sending import Draft
from waymark.referrals.referring.content import Packed
from waymark.referrals.referring.limits import wrong
from waymark.referrals.referring.states import Move

SignIn = Callable[[Worker], StaffClient]
BIRTH = "identity.prs_Birthdate"
REASON = "Additional_Services_Required"
WORDS = "Please call on weekdays"


@dataclass
class Both:
    """What the tests do on both sides, in short words."""

    cast: Cast
    sign_in: SignIn
    case: Case
    rosa: Participant
    release: Release

    def draft(self, now: Iterable[str] = (FIRST,), later: Iterable[str] = (SECOND,)) -> Draft:
        """What Carl wants to send."""
        return Draft(reason(), WORDS, frozenset(now), frozenset(later), 48, "Lakeside Legal Aid")

    def send(self, draft: Draft | None = None, **more: Any) -> Referral:
        """Carl sends it."""
        return sending.send(
            more.pop("release", self.release),
            draft or self.draft(),
            by=more.pop("by", self.cast.carl_cases),
            keyring=self.cast.keyring(self.cast.carl_cases),
            **more,
        )

    def send_later(self, referral: Referral) -> Packet:
        """Carl sends the rest."""
        carl = self.cast.carl_cases
        return sending.send_later(self.fresh(referral), by=carl, keyring=self.cast.keyring(carl))

    def answer(self, referral: Referral, move: Move, **said: Any) -> Referral:
        """Lena answers, unless said otherwise."""
        by = said.pop("by", self.cast.lena_lakeside)
        keyring = self.cast.keyring(by)
        return moving.answer(self.fresh(referral), move, by=by, keyring=keyring, **said)

    def recall(self, referral: Referral, by: Worker | None = None) -> Referral:
        """Carl takes it back."""
        return moving.recall(self.fresh(referral), by=by or self.cast.carl_cases)

    def opened(self, referral: Referral, by: Worker | None = None) -> list[Packed]:
        """What Lena reads."""
        by = by or self.cast.lena_lakeside
        return open_packets(self.fresh(referral), by=by, keyring=self.cast.keyring(by))

    def fresh(self, referral: Referral) -> Referral:
        """As it is stored now."""
        return Referral.objects.select_related(
            "case__organisation", "release__envelope", "participant__person"
        ).get(pk=referral.pk)

    def url(self, name: str, *args: Any) -> str:
        """An address of the case."""
        return reverse(name, args=[self.case.pk, *args])


def reason() -> str:
    """A code of HTCDS, whichever comes first."""
    from waymark.referrals.referring.content import reasons

    return next(iter(reasons()))


@pytest.fixture
def desk(cast: Cast) -> ReferralDesk:
    """Lakeside's: its case management, in which Lena is."""
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    return ReferralDesk.objects.create(organisation=cast.lakeside, compartment=circle)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Carl's case."""
    return make_case(cast)


@pytest.fixture
def rosa(case: Case) -> Participant:
    """Rosa Quintero, an adult victim."""
    return make_participant(case, make_person(case, **NAMES))


@pytest.fixture
def both(cast: Cast, staff_client_for: SignIn, case: Case, rosa: Participant, desk: Any) -> Both:
    """A release of first and second name to Lakeside, which is on the system."""
    release = make_release(rosa, [FIRST, SECOND], to=cast.lakeside)
    return Both(cast, staff_client_for, case, rosa, release)


@pytest.fixture
def outside(cast: Cast, staff_client_for: SignIn, case: Case, rosa: Participant) -> Both:
    """A release to a doctor who is not on the system."""
    return Both(cast, staff_client_for, case, rosa, make_release(rosa, [FIRST, SECOND]))


@pytest.fixture
def log(db: None) -> Callable[[], list[str]]:
    """The audit log about referrals, links, the desk and what left, oldest first."""

    def read_log() -> list[str]:
        rows = Entry.objects.order_by("seq").values_list("event", flat=True)
        kinds = ("referral:", "link:", "desk:", "data:")
        return [event for event in rows if event.startswith(kinds)]

    return read_log


@pytest.fixture(autouse=True)
def nobody_was_wrong() -> None:
    """The count of wrong tries begins anew."""
    wrong.forget()
