"""What a person asks about their own data: who decides, what follows, what is refused."""

import pytest

from tests.cases.making import make_case, make_participant, make_person
from tests.cases.making_walls import build_wall
from tests.cast import NAMES
from tests.referrals.making import ask, make_release
from tests.referrals.rights.conftest import Desk
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import holds
from waymark.cases.forgetting.actions.erasing import erase_case
from waymark.cases.models import Erasure, Participant, Person, today
from waymark.cases.records import read
from waymark.referrals.gate import Refused, Why, leaving
from waymark.referrals.models import (
    Release,
    ReleaseState,
    RightKind,
    RightsRequest,
    RightsState,
)
from waymark.referrals.rights import actions
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.models import WrappedDataKey


def test_the_words_are_sealed_and_the_decision_is_written_down(desk: Desk) -> None:
    request = desk.ask()
    assert b"everything" not in bytes(request.content)
    decided = desk.decide(request, granted=False, reason="the court forbids it")
    assert (decided.state, decided.decided_at is None) == (RightsState.REFUSED, False)
    content = read(decided, desk.keyring())
    assert (content["words"], content["reason"]) == ("everything, please", "the court forbids it")
    assert [e.event for e in Entry.objects.filter(event="rights:changed")] == ["rights:changed"] * 2


def test_a_refusal_needs_a_reason(desk: Desk) -> None:
    with pytest.raises(CannotNow) as refusal:
        desk.decide(desk.ask(), granted=False)
    assert refusal.value.sentence == actions.NO_REASON


def test_only_a_supervisor_decides(desk: Desk) -> None:
    request = desk.ask()
    for who in set(NAMES) - {"sara_supervisor"}:
        with pytest.raises(NotAllowed):
            desk.decide(request, by=desk.cast[who])
    assert desk.fresh(request).state == RightsState.OPEN


def test_of_two_supervisors_the_second_is_told(desk: Desk) -> None:
    request = desk.ask()
    with pytest.raises(ChangedMeanwhile):
        actions.decide(
            request,
            granted=True,
            reason="",
            adviser="",
            seen=7,
            by=desk.sara,
            keyring=desk.keyring(),
        )
    desk.decide(request)
    with pytest.raises(CannotNow):
        desk.decide(request)


def test_a_suspected_perpetrator_gets_a_copy_after_the_adviser_was_asked(desk: Desk) -> None:
    request = desk.ask(who=make_participant(desk.case, role="suspected_perpetrator"))
    with pytest.raises(CannotNow) as refusal:
        desk.decide(request)
    assert refusal.value.sentence == actions.ADVISER_FIRST
    assert desk.decide(request, adviser="Ms Roe, today").state == RightsState.GRANTED


def test_restricting_lets_nothing_leave_until_it_is_lifted(desk: Desk) -> None:
    make_release(desk.rosa)
    joined = make_person(desk.case)
    Person.objects.filter(pk=joined.pk).update(merged_into=desk.rosa.person)
    request = desk.granted(RightKind.RESTRICT)
    with pytest.raises(NotAllowed):
        desk.finish(request, by=desk.carl)
    desk.finish(request)
    assert Person.objects.filter(restricted_at=None).count() == 0
    with pytest.raises(Refused) as refusal:  # noqa: SIM117  the gate's block is its own
        with leaving(ask(desk.rosa), by=desk.carl, keyring=desk.keyring(desk.carl)):
            raise AssertionError("it left")
    assert refusal.value.why is Why.RESTRICTED
    with pytest.raises(NotAllowed):
        actions.lift_restriction(desk.rosa, by=desk.carl)
    actions.lift_restriction(desk.rosa, by=desk.sara)
    assert not Person.objects.exclude(restricted_at=None).exists()


def test_nothing_is_done_before_it_is_granted(desk: Desk) -> None:
    for kind in RightKind:
        request = desk.ask(kind)
        with pytest.raises(CannotNow):
            desk.finish(request)
        with pytest.raises(CannotNow):
            actions.erase_everything(request, by=desk.sara)
    assert Participant.objects.filter(envelope__erased_at=None).exists()


def test_erasure_takes_the_person_their_releases_and_the_request(desk: Desk) -> None:
    release = make_release(desk.rosa)
    request = desk.granted(RightKind.ERASE)
    actions.erase_everything(request, by=desk.sara)
    now = desk.fresh(request)
    assert (now.state, now.erased, now.due_on) == (RightsState.DONE, True, None)
    envelopes = [release.envelope_id, desk.rosa.envelope_id, desk.rosa.person.envelope_id]
    assert not WrappedDataKey.objects.filter(envelope__in=[*envelopes, now.envelope_id]).exists()
    assert Release.objects.get(pk=release.pk).state == ReleaseState.WITHDRAWN
    with pytest.raises(CannotNow):
        actions.erase_everything(request, by=desk.sara)


def test_a_request_for_something_else_erases_nobody(desk: Desk) -> None:
    request = desk.granted(RightKind.COPY)
    with pytest.raises(CannotNow):
        actions.erase_everything(request, by=desk.sara)
    assert not Erasure.objects.exists()


def test_a_hold_comes_before_a_request(desk: Desk) -> None:
    request = desk.granted(RightKind.ERASE)
    holds.place_hold(desk.case, "a trial", "the court", by=desk.sara)
    with pytest.raises(CannotNow):
        actions.erase_everything(request, by=desk.sara)
    assert desk.fresh(request).state == RightsState.GRANTED


def test_nothing_is_asked_of_a_case_that_is_erased(desk: Desk) -> None:
    request = desk.ask()
    erase_case(desk.case, by=desk.sara)
    with pytest.raises(CannotNow):
        desk.ask()
    with pytest.raises(CannotNow):
        desk.decide(request)
    assert RightsRequest.objects.count() == 1


def test_a_stranger_records_nothing(desk: Desk) -> None:
    other = make_participant(make_case(desk.cast, desk.cast.lena_lakeside))
    with pytest.raises(NotAllowed):
        desk.ask(who=other)


def walled(desk: Desk) -> Participant:
    """Rosa in another case, from which Sara is kept out."""
    hidden = make_case(desk.cast)
    there = make_participant(hidden, desk.rosa.person)
    build_wall(hidden, desk.sara)
    return there


def test_a_case_that_the_supervisor_may_not_open_gets_the_request_as_well(desk: Desk) -> None:
    there, request = walled(desk), desk.granted(RightKind.ERASE)
    day = request.due_on
    actions.erase_everything(request, by=desk.sara)
    assert desk.fresh(request).state == RightsState.DONE
    assert not Participant.objects.select_related("envelope").get(pk=there.pk).erased
    passed = RightsRequest.objects.get(case=there.case)
    assert (passed.kind, passed.state, passed.due_on) == ("erase", "open", day)
    assert passed.author is None
    words = str(read(passed, desk.keyring(desk.carl)))
    assert "Everything about this person is to be erased." in words
    assert "everything, please" not in words
    entry = Entry.objects.filter(target_id=str(passed.pk)).get()
    assert (entry.event, entry.actor) == ("rights:changed", "system")


def test_it_is_passed_on_once(desk: Desk) -> None:
    there = walled(desk)
    actions.record_request(there, RightKind.ERASE, "please", "", today(), by=desk.carl)
    actions.erase_everything(desk.granted(RightKind.ERASE), by=desk.sara)
    assert RightsRequest.objects.filter(case=there.case).count() == 1


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_answer_is_the_same_whether_there_is_another_case_or_not(
    desk: Desk, elsewhere: bool
) -> None:
    if elsewhere:
        walled(desk)
    request = desk.granted(RightKind.ERASE)
    sara = desk.sign_in(desk.sara)
    response = sara.post(desk.url("rights_erase", request.pk), follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Everything about this person is erased in the cases that you may open." in page
    assert "another case" not in page


def test_what_an_erased_request_or_release_asked_is_in_no_column(desk: Desk) -> None:
    release = make_release(desk.rosa, to=desk.cast.lakeside)
    request = desk.granted(RightKind.ERASE)
    actions.erase_everything(request, by=desk.sara)
    now = desk.fresh(request)
    assert (now.kind, now.due_on, now.decided_at) == ("", None, None)
    gone = Release.objects.get(pk=release.pk)
    assert (gone.to_organisation, gone.to_service, gone.signed_on) == (None, None, None)
    assert (gone.active_at, gone.withdrawn_at, gone.expires_on) == (None, None, today())
