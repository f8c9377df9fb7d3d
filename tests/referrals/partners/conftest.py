"""Harbour House's computer sends to Lakeside, whose desk is its case management; Lena answers."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import CASE_MANAGEMENT, Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import today
from waymark.referrals.models import PartnerKey, PartnerReferral, ReferralDesk
from waymark.referrals.partners import limits
from waymark.referrals.partners.actions import desk as desk_actions
from waymark.referrals.partners.actions.desk import OpenedReferral
from waymark.referrals.partners.actions.keys import make_key
from waymark.referrals.partners.queries.visible import rows
from waymark.referrals.referring.content import reasons
from waymark.referrals.referring.states import Move

SignIn = Callable[[Worker], StaffClient]
BASE = "/api/partner/v1"
FIRST, GENDER = "identity.prs_FirstName", "identity.prs_Gender"
BIRTH, ROLE = "identity.prs_Birthdate", "participant.role"
NAME, WORDS = "Zenobia", "A bed for the winter"
PURPOSE = "housing"


def day(offset: int = 0) -> str:
    """A day from today."""
    return (today() + timedelta(days=offset)).isoformat()


def body(**changed: Any) -> dict[str, Any]:
    """A referral that is taken; `consent` is changed member by member."""
    consent = {
        "purpose": PURPOSE,
        "givenOn": day(),
        "givenBy": "person",
        "how": "signed",
        "language": "spa",
        "covers": [FIRST, GENDER, ROLE],
    }
    consent |= changed.pop("consent", {})
    made = {
        "reasonCode": next(iter(reasons())),
        "description": WORDS,
        "values": {FIRST: NAME, GENDER: {"silence": "declined"}, ROLE: "victim"},
        "consent": {name: value for name, value in consent.items() if value is not None},
        **changed,
    }
    return {name: value for name, value in made.items() if value is not None}


@dataclass
class Program:
    """A partner's computer."""

    key: str = field(repr=False)
    partner: PartnerKey
    client: PublicClient = field(default_factory=PublicClient)

    def post(self, path: str, sent: Any = None, number: str | None = "", **headers: str) -> Any:
        """The whole answer; `number` is a new one unless it is given, None for no header."""
        said = {"Authorization": f"Bearer {self.key}", **headers}
        if number is not None:
            said["Idempotency-Key"] = number or str(uuid4())
        raw = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        return self.client.post(f"{BASE}{path}", raw, content_type="application/json", headers=said)

    def get(self, path: str, method: str = "get", **headers: str) -> Any:
        """The whole answer."""
        said = {"Authorization": f"Bearer {self.key}", **headers}
        return getattr(self.client, method)(f"{BASE}{path}", headers=said)

    def send(self, sent: Any = None, number: str = "") -> Any:
        """Send a referral."""
        return self.post("/referrals", body() if sent is None else sent, number)

    def sent(self, sent: Any = None) -> PartnerReferral:
        """A referral that was taken."""
        answer = self.send(sent)
        assert answer.status_code == 201, answer.content
        return fresh(answer.json()["id"])

    def read(self, referral: PartnerReferral) -> Any:
        """How one stands."""
        answer = self.get(f"/referrals/{referral.pk}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def recall(self, referral: PartnerReferral) -> Any:
        """Take one back."""
        return self.post(f"/referrals/{referral.pk}/recall")


@dataclass
class Desk:
    """What Lena does, unless somebody else is named."""

    cast: Cast

    def opened(self, referral: PartnerReferral, by: Worker | None = None) -> OpenedReferral | None:
        """What is read."""
        by = by or self.cast.lena_lakeside
        keyring = self.cast.keyring(by)
        return desk_actions.open_referral(fresh(referral.pk), by=by, keyring=keyring)

    def answer(
        self, referral: PartnerReferral, *moves: Move, reason: str = "", by: Worker | None = None
    ) -> PartnerReferral:
        """Take steps."""
        for move in moves:
            by = by or self.cast.lena_lakeside
            desk_actions.answer(fresh(referral.pk), move, by=by, reason=reason)
        return fresh(referral.pk)

    def note(self, referral: PartnerReferral, text: str, by: Worker | None = None) -> None:
        """Keep a note."""
        by = by or self.cast.lena_lakeside
        desk_actions.write_note(fresh(referral.pk), text, by=by)


def fresh(pk: UUID | str) -> PartnerReferral:
    """As it is stored now."""
    return rows().get(pk=pk)


def expire(referral: PartnerReferral) -> None:
    """Its last day was yesterday."""
    yesterday: date = today() - timedelta(days=1)
    PartnerReferral.objects.filter(pk=referral.pk).update(expires_on=yesterday)


@pytest.fixture
def lakeside_desk(cast: Cast) -> ReferralDesk:
    """Lakeside's, in whose circle Lena is."""
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    return ReferralDesk.objects.create(organisation=cast.lakeside, compartment=circle)


@pytest.fixture
def harbour(cast: Cast, lakeside_desk: ReferralDesk) -> Program:
    """Harbour House's computer, with a key of Lakeside's for housing."""
    made = make_key("Harbour House", PURPOSE, by=cast.lena_lakeside)
    return Program(made.key, made.partner)


@pytest.fixture
def bridge(cast: Cast, harbour: Program) -> Program:
    """Another partner's, with a key of Lakeside's, too."""
    made = make_key("Bridge House", PURPOSE, by=cast.lena_lakeside)
    return Program(made.key, made.partner)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Lena, at Lakeside's desk."""
    return Desk(cast)


@pytest.fixture
def log(db: None) -> Callable[[], list[str]]:
    """The audit log about partners and referrals, oldest first."""

    def read_log() -> list[str]:
        rows_ = Entry.objects.order_by("seq").values_list("event", flat=True)
        kinds = ("partner:", "partner_key:", "referral:", "record:", "case:")
        return [event for event in rows_ if event.startswith(kinds)]

    return read_log


@pytest.fixture(autouse=True)
def nobody_called() -> None:
    """Counts of calls and wrong keys begin anew."""
    limits.calls.forget()
    limits.sends.forget()
    limits.wrong_keys.forget()
