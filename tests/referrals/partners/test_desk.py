"""What the desk does with a partner's referral: who may, in which state, and what that closes."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cases.making import make_case
from tests.cases.making_walls import build_wall
from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from tests.referrals.partners.conftest import (
    FIRST,
    GENDER,
    NAME,
    WORDS,
    Desk,
    Program,
    SignIn,
    body,
    expire,
    fresh,
)
from tests.sites import StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.cases.answers import FIELDS, Answer
from waymark.cases.caseload.content import TITLE, said
from waymark.cases.fields.forms import SILENCES
from waymark.cases.forgetting.actions.erasing import erase_case
from waymark.cases.models import Case
from waymark.cases.people.actions.adding import add_person
from waymark.cases.records import read
from waymark.referrals.models import (
    PartnerNote,
    PartnerReferral,
    StatusReason,
    TakenOver,
    TaskState,
)
from waymark.referrals.partners.actions.keys import revoke_key
from waymark.referrals.partners.actions.taking_over import take_over
from waymark.referrals.partners.names import partner_referral_name
from waymark.referrals.referring.actions.desk import set_desk
from waymark.referrals.referring.states import ANSWERS, RULES, Move
from waymark.reports.states import CannotNow
from waymark.vault.models import WrappedDataKey

Log = Callable[[], list[str]]
TO: dict[TaskState, list[Move]] = {
    TaskState.REQUESTED: [],
    TaskState.ACCEPTED: [Move.ACCEPT],
    TaskState.IN_PROGRESS: [Move.ACCEPT, Move.START],
    TaskState.COMPLETED: [Move.ACCEPT, Move.COMPLETE],
    TaskState.REJECTED: [Move.REJECT],
    TaskState.FAILED: [Move.ACCEPT, Move.FAIL],
}


def url(name: str, row: PartnerReferral, *args: Any) -> str:
    return reverse(name, args=[row.pk, *args])


def begin(cast: Cast, row: PartnerReferral) -> Case:
    """Lena begins a case in Lakeside's case management."""
    lena, circle = cast.lena_lakeside, cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    return take_over(fresh(row.pk), circle, by=lena, keyring=cast.keyring(lena))


def test_it_stands_among_the_others_and_opens(
    harbour: Program, cast: Cast, staff_client_for: SignIn, log: Log
) -> None:
    row = harbour.sent(body(consent={"how": "verbal-with-witness", "witness": "Nurse Abla"}))
    lena = staff_client_for(cast.lena_lakeside)
    listed = lena.get(reverse("incoming_referrals")).content.decode()
    assert partner_referral_name(row) in listed
    assert "Harbour House" in listed
    assert NAME not in listed
    page = lena.get(url("partner_referral", row))
    assert page.status_code == 200
    shown = page.content.decode()
    for word in (NAME, WORDS, "Harbour House", "Nurse Abla", "Spanish", str(SILENCES["declined"])):
        assert word in shown
    assert log()[-1] == "referral:read"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "lena_lakeside"])
def test_nobody_else_at_all(
    harbour: Program, cast: Cast, staff_client_for: SignIn, name: str, log: Log
) -> None:
    row, client = harbour.sent(), staff_client_for(cast[name])
    before = log()
    assert client.get(url("partner_referral", row)).status_code == 404
    posts = {
        url("partner_referral_answer", row, "accept"): {},
        url("partner_referral_note", row): {"text": "x"},
        url("partner_referral_take_over", row): {},
    }
    for address, form in posts.items():
        assert client.post(address, form).status_code == 404
    with pytest.raises(NotAllowed):
        Desk(cast).opened(row, cast[name])
    with pytest.raises(NotAllowed):
        Desk(cast).answer(row, Move.ACCEPT, by=cast[name])
    with pytest.raises(NotAllowed):
        Desk(cast).note(row, "x", cast[name])
    assert log() == before
    assert fresh(row.pk).state == TaskState.REQUESTED


def test_strangers_and_ids_of_nothing(
    harbour: Program, cast: Cast, stranger_client: StaffClient, staff_client_for: SignIn
) -> None:
    row = harbour.sent()
    assert stranger_client.get(url("partner_referral", row)).status_code == 302
    lena = staff_client_for(cast.lena_lakeside)
    for pk in (uuid4(), harbour.partner.pk, row.envelope_id):
        assert lena.get(reverse("partner_referral", args=[pk])).status_code == 404
    # An address for other referrals does not lead to this one.
    assert lena.get(reverse("incoming_referral", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("state", TO, ids=[state.value for state in TO])
@pytest.mark.parametrize("move", [each for each in Move if each in ANSWERS])
def test_steps(harbour: Program, desk: Desk, state: TaskState, move: Move) -> None:
    row = harbour.sent()
    desk.answer(row, *TO[state], reason="no_capacity")
    before = fresh(row.pk)
    assert before.state == state
    if state not in RULES[move].before:
        with pytest.raises(CannotNow):
            desk.answer(row, move, reason="other")
        assert fresh(row.pk).version == before.version
        return
    after = desk.answer(row, move, reason="waitlist" if RULES[move].reasons else "")
    assert after.state == RULES[move].after
    assert after.version == before.version + 1
    assert after.answer_due_at is None
    closed = after.state in {TaskState.REJECTED, TaskState.FAILED}
    assert after.erased is closed
    assert (desk.opened(row) is None) is closed


@pytest.mark.parametrize("move", [Move.REJECT, Move.FAIL])
def test_a_reason_is_needed(harbour: Program, desk: Desk, move: Move) -> None:
    row = harbour.sent()
    if move is Move.FAIL:
        desk.answer(row, Move.ACCEPT)
    for reason in ("", "because"):
        with pytest.raises(CannotNow):
            desk.answer(row, move, reason=reason)
    for reason in StatusReason:
        assert reason in RULES[move].reasons
    with pytest.raises(ValueError, match="sender"):
        desk.answer(row, Move.RECALL)


def test_who_accepts_looks_after_it(harbour: Program, desk: Desk, cast: Cast) -> None:
    row = desk.answer(harbour.sent(), Move.ACCEPT)
    assert row.received_by == cast.lena_lakeside


@pytest.mark.parametrize("step", ["accept", "start"])
def test_under_a_consent_that_is_over_nothing_is_begun(
    harbour: Program, desk: Desk, cast: Cast, staff_client_for: SignIn, step: str
) -> None:
    row = harbour.sent()
    if step == "start":
        desk.answer(row, Move.ACCEPT)
    expire(row)
    answer = staff_client_for(cast.lena_lakeside).post(url("partner_referral_answer", row, step))
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "does not hold any more" in shown
    assert NAME not in shown
    with pytest.raises(CannotNow):
        begin(cast, row)
    desk.answer(row, Move.FAIL if step == "start" else Move.REJECT, reason="other")


def test_by_the_forms(harbour: Program, cast: Cast, staff_client_for: SignIn, log: Log) -> None:
    row, lena = harbour.sent(), staff_client_for(cast.lena_lakeside)
    assert lena.post(url("partner_referral_answer", row, "reject"), {}).status_code == 422
    assert lena.post(url("partner_referral_answer", row, "recall"), {}).status_code == 404
    assert lena.post(url("partner_referral_answer", row, "accept"), {}).status_code == 302
    assert log()[-1] == "referral:moved"
    assert lena.post(url("partner_referral_answer", row, "accept"), {}).status_code == 409
    assert lena.post(url("partner_referral_note", row), {"text": " "}).status_code == 422
    assert lena.post(url("partner_referral_note", row), {"text": "Call first"}).status_code == 302
    assert "Call first" in lena.get(url("partner_referral", row)).content.decode()
    form = {"fail-reason": "not_reached"}
    assert lena.post(url("partner_referral_answer", row, "fail"), form).status_code == 302
    shown = lena.get(url("partner_referral", row)).content.decode()
    assert NAME not in shown
    assert "Call first" not in shown
    kept = lena.post(url("partner_referral_note", row), {"text": "What I typed"})
    assert kept.status_code == 409
    assert "What I typed" in kept.content.decode()


def test_a_note_is_for_the_desk_alone(harbour: Program, desk: Desk, cast: Cast) -> None:
    row = harbour.sent()
    desk.note(row, "Ask about the dog")
    note = PartnerNote.objects.get()
    opened = desk.opened(row)
    assert opened
    assert [(line.author, line.text) for line in opened.notes] == [
        (cast.lena_lakeside.name, "Ask about the dog")
    ]
    keys = WrappedDataKey.objects.filter(envelope=note.envelope_id)
    assert [key.reader for key in keys] == [None]
    assert b"dog" not in bytes(note.content)
    with pytest.raises(CannotNow):
        desk.note(row, " \n ")


def test_another_circle_reads_on(harbour: Program, desk: Desk, cast: Cast) -> None:
    """Whoever sets up the desk hands on what is open, with the desk's notes."""
    lena, luis = cast.lena_lakeside, cast.luis_lakeside
    row, done = harbour.sent(), harbour.sent()
    desk.note(row, "A note")
    desk.answer(done, Move.REJECT, reason="other")
    circle = cast.compartment(cast.lakeside, HOTLINE)
    said_: dict[str, Any] = {"answer_hours": 24, "takes_referrals": True}
    set_desk(circle, **said_, by=lena, keyring=cast.keyring(lena))
    opened = desk.opened(row, luis)
    assert opened
    assert [line.text for line in opened.notes] == ["A note"]
    assert desk.opened(done, luis) is None
    assert desk.opened(harbour.sent(), luis)


def test_a_case_of_ones_own(harbour: Program, desk: Desk, cast: Cast, log: Log) -> None:
    row = harbour.sent()
    with pytest.raises(CannotNow):
        begin(cast, row)
    desk.answer(row, Move.ACCEPT)
    case = begin(cast, row)
    assert log()[-2:] == ["referral:read", "referral:moved"] or log()[-1] == "referral:moved"
    keyring = cast.keyring(cast.lena_lakeside)
    participant = case.participants.get()
    held = read(participant.person, keyring)[FIELDS]
    assert held == {"prs_FirstName": {"v": NAME}, GENDER.partition(".")[2]: {"s": "declined"}}
    assert read(participant, keyring)[FIELDS] == {"role": {"v": "victim"}}
    about = read(case, keyring)
    assert said(about, "cas_ReferringOrganisation") == "Harbour House"
    assert said(about, "cas_IncomingReferralDetails") == WORDS
    assert partner_referral_name(row) in said(about, TITLE)
    assert fresh(row.pk).state == TaskState.IN_PROGRESS
    with pytest.raises(CannotNow):
        begin(cast, row)
    harbour.recall(row)
    assert read(participant.person, keyring)[FIELDS] == held
    assert desk.opened(row) is None


def test_without_a_role_it_is_unknown(harbour: Program, desk: Desk, cast: Cast) -> None:
    row = harbour.sent(body(values={FIRST: NAME}))
    desk.answer(row, Move.ACCEPT)
    participant = begin(cast, row).participants.get()
    keyring = cast.keyring(cast.lena_lakeside)
    assert read(participant, keyring)[FIELDS] == {"role": {"s": "unknown"}}


@pytest.mark.parametrize("name", ["luis_lakeside", "carl_cases", "sara_supervisor"])
def test_who_begins_no_case(harbour: Program, desk: Desk, cast: Cast, name: str) -> None:
    row = desk.answer(harbour.sent(), Move.ACCEPT)
    for circle in (
        cast.compartment(cast.lakeside, CASE_MANAGEMENT),
        cast.compartment(cast.riverside, CASE_MANAGEMENT),
    ):
        with pytest.raises(NotAllowed):
            take_over(row, circle, by=cast[name], keyring=cast.keyring(cast[name]))
    lena, theirs = cast.lena_lakeside, cast.compartment(cast.riverside, CASE_MANAGEMENT)
    with pytest.raises(NotAllowed):
        take_over(row, theirs, by=lena, keyring=cast.keyring(lena))
    assert not TakenOver.objects.exists()


def test_by_the_form(harbour: Program, desk: Desk, cast: Cast, staff_client_for: SignIn) -> None:
    row, lena = harbour.sent(), staff_client_for(cast.lena_lakeside)
    address = url("partner_referral_take_over", row)
    circle = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    assert lena.post(address, {"compartment": circle.pk}).status_code == 409
    desk.answer(row, Move.ACCEPT)
    assert lena.post(address, {}).status_code == 422
    assert lena.post(address, {"compartment": circle.pk}).status_code == 302
    assert (
        reverse("case", args=[TakenOver.objects.get().case_id])
        in lena.get(url("partner_referral", row)).content.decode()
    )


def test_a_wall_around_the_case_keeps_it_from_the_desk(
    harbour: Program, desk: Desk, cast: Cast, staff_client_for: SignIn
) -> None:
    row = harbour.sent()
    desk.answer(row, Move.ACCEPT)
    case, lena = begin(cast, row), cast.lena_lakeside
    assert desk.opened(row)
    client = staff_client_for(lena)
    wall = build_wall(case, lena)
    with pytest.raises(NotAllowed):
        desk.opened(row)
    assert client.get(url("partner_referral", row)).status_code == 404
    listed = client.get(reverse("incoming_referrals")).content.decode()
    assert partner_referral_name(row) not in listed
    wall.lifted_at = timezone.now()
    wall.save()
    assert desk.opened(row)


def test_a_wall_around_another_case_of_the_same_person(
    harbour: Program, desk: Desk, cast: Cast, staff_client_for: SignIn, log: Log
) -> None:
    """Lena is kept from Zenobia's case; a partner sends Zenobia again, spelt in another way."""
    lena = cast.lena_lakeside
    known = {"prs_FirstName": "Zenobia", "prs_SecondName": "Okonkwo", "prs_Birthdate": "1990-03-04"}
    case = make_case(cast, lena)
    answers = {name: Answer(value) for name, value in known.items()}
    part = {"role": Answer("victim")}
    add_person(case, answers, part, by=lena, keyring=cast.keyring(lena))
    again = {"prs_FirstName": "Zenobya", "prs_SecondName": "Okonkwo", "prs_Birthdate": "1990-03-04"}
    other = {"prs_FirstName": "Marta", "prs_SecondName": "Lindgren", "prs_Birthdate": "1971-12-24"}
    rows = []
    for sent in (again, other):
        values = {f"identity.{name}": value for name, value in sent.items()}
        rows.append(harbour.sent(body(values=values, consent={"covers": list(values)})))
    same, another = rows
    assert desk.opened(same)
    wall = build_wall(case, lena)
    before = log()
    with pytest.raises(NotAllowed):
        desk.opened(same)
    assert staff_client_for(lena).get(url("partner_referral", same)).status_code == 404
    assert log() == before
    assert desk.opened(another)
    wall.lifted_at = timezone.now()
    wall.save()
    assert desk.opened(same)


def test_whoever_erases_the_case_reads_nothing_at_the_desk(
    harbour: Program, desk: Desk, cast: Cast
) -> None:
    row = harbour.sent()
    desk.answer(row, Move.ACCEPT)
    case = begin(cast, row)
    erase_case(case, by=cast.lena_lakeside)
    assert desk.opened(row) is None
    assert bytes(fresh(row.pk).content) == b""
    assert harbour.read(row)["sent"] is None
    with pytest.raises(CannotNow):
        desk.note(row, "What was in it")


def test_a_revoked_key_leaves_the_desk_its_work(harbour: Program, desk: Desk, cast: Cast) -> None:
    row = harbour.sent()
    revoke_key(harbour.partner, by=cast.lena_lakeside)
    desk.answer(row, Move.ACCEPT)
    assert begin(cast, row)


def test_whoever_left_the_circle_reads_a_sentence_and_nothing_else(
    harbour: Program, cast: Cast, staff_client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, lena = harbour.sent(), staff_client_for(cast.lena_lakeside)
    WrappedDataKey.objects.filter(envelope=row.envelope_id, reader=None).delete()
    shown = lena.get(url("partner_referral", row)).content.decode()
    assert "No key of yours" in shown
    assert NAME not in shown
