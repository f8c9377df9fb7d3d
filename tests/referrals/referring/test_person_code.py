"""The person's code tells how things stand, and nothing else to anybody."""

from collections.abc import Callable

import pytest

from tests.referrals.referring.conftest import Both
from tests.sites import PublicClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.referrals.models import Referral, TaskState
from waymark.referrals.referring.actions.person_code import make_code, read_code
from waymark.referrals.referring.states import Move
from waymark.referrals.referring.views.public import ANSWERS
from waymark.vault import letters

Log = Callable[[], list[str]]


def code_for(both: Both, referral: Referral) -> str:
    """Carl makes one."""
    return make_code(referral, by=both.cast.carl_cases)


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("language", ["en", "es", "vi", "ar"])
def test_every_state_in_plain_words(
    both: Both, public_client: PublicClient, state: TaskState, language: str
) -> None:
    referral = both.send()
    code = code_for(both, referral)
    Referral.objects.update(state=state)
    answer = public_client.post(f"/{language}/answer/", {"code": code})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    if language == "en":
        assert str(ANSWERS[state]) in page
    for secret in ("Lakeside", "Riverside", "Rosa", "eferral", code):
        assert secret not in page


def test_it_is_kept_nowhere_and_replaced(both: Both, public_client: PublicClient) -> None:
    referral = both.send()
    first = code_for(both, referral)
    second = code_for(both, referral)
    secret = letters.decode(second, 10)
    stored = bytes(both.fresh(referral).lookup or b"")
    assert secret is not None
    assert secret not in stored
    assert len(stored) == 32
    statuses = [
        public_client.post("/en/answer/", {"code": typed}).status_code
        for typed in (first, second, second.lower().replace("-", " "))
    ]
    assert statuses == [422, 200, 200]


@pytest.mark.parametrize("typed", ["", "x", "0" * 17, "A" * 9000, "ünïcode", "\x00", "\ud800"])
def test_every_wrong_code_is_answered_alike(
    both: Both, public_client: PublicClient, typed: str
) -> None:
    code_for(both, both.send())
    sent = typed.encode("utf-8", "surrogatepass")
    answer = public_client.post(
        "/en/answer/", b"code=" + sent, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert len(read_code(typed)) == 32


def test_another_step_is_seen(both: Both, public_client: PublicClient) -> None:
    referral = both.send()
    code = code_for(both, referral)
    both.answer(referral, Move.ACCEPT)
    page = public_client.post("/en/answer/", {"code": code}).content.decode()
    assert str(ANSWERS[TaskState.ACCEPTED]) in page


@pytest.mark.parametrize("name", ["lena_lakeside", "ana_hotline", "adam_admin"])
def test_only_the_sender_makes_one(both: Both, name: str) -> None:
    referral = both.send()
    with pytest.raises(NotAllowed):
        make_code(referral, by=both.cast[name])


def test_making_one_is_audited(both: Both) -> None:
    referral = both.send()
    code_for(both, referral)
    newest = Entry.objects.order_by("-seq").first()
    assert newest is not None
    assert (newest.event, newest.target_id) == ("record:changed", str(referral.pk))
