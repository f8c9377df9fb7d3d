"""What a partner sends is sealed on arrival, once for each number, and under a consent only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cast import Cast
from tests.referrals.partners.conftest import (
    BASE,
    FIRST,
    GENDER,
    NAME,
    ROLE,
    WORDS,
    Desk,
    Program,
    body,
    day,
)
from waymark.cases.answers import DECLINED, Answer
from waymark.referrals.models import PartnerReferral, ReferralDesk, TaskState
from waymark.referrals.partners.keys import key_presented
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen, KeyPair
from waymark.vault.records import reader_data_key

Log = Callable[[], list[str]]


def test_it_arrives(harbour: Program, desk: Desk, log: Log) -> None:
    answer = harbour.send()
    assert answer.status_code == 201
    told = answer.json()
    assert answer.headers["Location"].endswith(f"{BASE}/referrals/{told['id']}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert told["status"] == "requested"
    assert told["statusReason"] is None
    assert told["consentEndsOn"] == day(90)
    sent = body()
    sent["consent"]["expiresOn"] = day(90)
    assert told["sent"] == sent
    assert log()[-2:] == ["referral:sent", "partner:called"]
    row = PartnerReferral.objects.get()
    assert row.answer_due_at
    assert row.answer_due_at - row.requested_at == timedelta(hours=48)
    opened = desk.opened(row)
    assert opened
    assert opened.sent.values == {
        FIRST: Answer(NAME),
        GENDER: DECLINED,
        ROLE: Answer("victim"),
    }
    assert opened.sent.description == WORDS
    assert opened.sent.consent.purpose == "housing"


def test_nothing_of_it_lies_plain_in_the_database(harbour: Program) -> None:
    number = "our own case 4711"
    harbour.send(number=number.replace(" ", "-"))
    for model in (PartnerReferral, WrappedDataKey):
        held = repr([{k: _plain(v) for k, v in row.items()} for row in model.objects.values()])
        for word in (NAME, WORDS, "declined", "4711", harbour.key):
            assert word not in held


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_only_the_desk_and_the_partner_open_it(
    harbour: Program, bridge: Program, cast: Cast
) -> None:
    row = harbour.sent()
    assert WrappedDataKey.objects.filter(envelope=row.envelope_id).count() == 2
    opens = [name for name in cast.workers if _opens(cast, name, row)]
    assert opens == ["lena_lakeside"]
    with pytest.raises(CannotOpen):
        reader_data_key(_pair(bridge), row.envelope_id)
    assert reader_data_key(_pair(harbour), row.envelope_id)


def _opens(cast: Cast, name: str, row: PartnerReferral) -> bool:
    try:
        return bool(cast.keyring(cast[name]).data_key(row.envelope_id))
    except CannotOpen:
        return False


def _pair(program: Program) -> KeyPair:
    return key_presented(program.key)[1]


def test_the_same_call_twice_makes_one(harbour: Program, log: Log) -> None:
    first = harbour.send(number="number-1")
    again = harbour.send(dict(reversed(body().items())), number="number-1")
    assert again.status_code == 201
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert PartnerReferral.objects.count() == 1
    assert log().count("referral:sent") == 1
    assert log()[-1] == "partner:called"


def test_the_same_number_with_another_body_is_refused(harbour: Program, log: Log) -> None:
    harbour.send(number="number-1")
    other = harbour.send(body(description="Something else"), number="number-1")
    assert other.status_code == 409
    assert other.json()["type"].endswith("number-used")
    assert PartnerReferral.objects.count() == 1
    assert log()[-1] == "partner:refused"


def test_the_same_call_is_answered_alike_after_its_consent(harbour: Program) -> None:
    first = harbour.send(number="number-1")
    harbour.recall(PartnerReferral.objects.get())
    again = harbour.send(number="number-1")
    assert again.status_code == 201
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["status"] == "cancelled"
    assert again.json()["sent"] is None


def test_two_partners_may_use_the_same_number(harbour: Program, bridge: Program) -> None:
    ids = {program.send(number="number-1").json()["id"] for program in (harbour, bridge)}
    assert len(ids) == 2
    hashes = PartnerReferral.objects.values_list("idempotency", "body_hash")
    assert len({bytes(each) for row in hashes for each in row}) == 4


def test_the_database_itself_takes_a_number_once(harbour: Program) -> None:
    row = harbour.sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerReferral(
            partner=row.partner,
            organisation_id=row.organisation_id,
            envelope_id=row.envelope_id,
            idempotency=row.idempotency,
            body_hash=b"other",
            expires_on=row.expires_on,
        ).save(force_insert=True)


@pytest.mark.parametrize("number", [None, "short", "with space", "ünïcödé-number", "x" * 201])
def test_without_a_number_nothing_is_taken(harbour: Program, number: str | None) -> None:
    answer = harbour.post("/referrals", body(), number)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert not PartnerReferral.objects.exists()


def test_a_desk_that_is_closed_takes_nothing_new(harbour: Program) -> None:
    before = harbour.sent()
    ReferralDesk.objects.update(open=False)
    answer = harbour.send()
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("not-taking")
    assert PartnerReferral.objects.count() == 1
    assert harbour.read(before)["sent"]
    ReferralDesk.objects.all().delete()
    assert harbour.send().status_code == 409


def test_columns_that_no_body_has_are_refused(harbour: Program) -> None:
    """State, organisation, partner, times: whatever a row has besides what was sent."""
    for name in (each.name for each in PartnerReferral._meta.get_fields()):
        for sent in (body(**{name: "x"}), body(consent={name: "x"}), _in_values(name)):
            answer = harbour.send(sent)
            assert answer.status_code == 422, name
            assert name not in str(answer.json().get("errors")).replace("values", "")
    assert not PartnerReferral.objects.exists()


def _in_values(name: str) -> dict[str, object]:
    made = body()
    made["values"][name] = "x"
    return made


def test_it_waits_for_the_desk(harbour: Program) -> None:
    row = harbour.sent()
    assert row.state == TaskState.REQUESTED
    assert row.organisation_id == harbour.partner.organisation_id
    assert row.state_at <= timezone.now()
    assert row.received_by is None
