"""What a release covers leaves, least first, sealed for the receiver and the sender only."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.cases.making import make_case
from tests.cast import CASE_MANAGEMENT
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import BIRTH, WORDS, Both
from waymark.accounts.permissions import NotAllowed
from waymark.cases.caseload.content import sealed
from waymark.cases.models import CaseFile, CaseState
from waymark.cases.records import read, seal_new
from waymark.referrals.gate import Refused, Why
from waymark.referrals.models import Packet, Referral, ReferralDesk, TaskState
from waymark.referrals.referring.actions import packing
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen

Log = Callable[[], list[str]]


def test_the_first_packet_holds_what_goes_now_and_no_more(both: Both, log: Log) -> None:
    referral = both.send()
    [packed] = both.opened(referral)
    assert packed.values == {FIRST: {"v": "Rosa"}}
    assert packed.words == WORDS
    assert log() == ["referral:sent", "data:left", "referral:read"]


def test_two_circles_open_it(both: Both) -> None:
    packet = both.send().packets.get()
    keys = WrappedDataKey.objects.filter(envelope=packet.envelope_id)
    circles = set(keys.values_list("compartment_key__compartment", flat=True))
    lakeside = both.cast.compartment(both.cast.lakeside, CASE_MANAGEMENT).pk
    assert circles == {both.case.compartment_id, lakeside}
    with pytest.raises(CannotOpen):
        read(packet, both.cast.keyring(both.cast.luis_lakeside))


def test_what_waits_goes_once_they_have_accepted(both: Both) -> None:
    referral = both.send()
    with pytest.raises(CannotNow):
        both.send_later(referral)
    both.answer(referral, Move.ACCEPT)
    assert [packed.values for packed in both.opened(referral)] == [{FIRST: {"v": "Rosa"}}]
    both.send_later(referral)
    assert [set(packed.values) for packed in both.opened(referral)] == [{FIRST}, {SECOND}]
    with pytest.raises(CannotNow):
        both.send_later(referral)
    assert Packet.objects.filter(referral=referral).count() == 2


@pytest.mark.parametrize(("now", "later"), [([FIRST, BIRTH], []), ([FIRST], [BIRTH])])
def test_nothing_beyond_the_release(both: Both, log: Log, now: list[str], later: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        both.send(both.draft(now, later))
    assert refused.value.why is Why.NOT_COVERED
    assert not Referral.objects.exists()
    assert "referral:sent" not in log()


def test_without_fields_nothing_is_sent(both: Both) -> None:
    with pytest.raises(Refused):
        both.send(both.draft([]))


def test_a_form_that_is_sent_twice_sends_once(both: Both, log: Log) -> None:
    pk = uuid4()
    assert both.send(referral_id=pk).pk == both.send(referral_id=pk).pk == pk
    assert log().count("data:left") == 1
    other = make_release(both.rosa, [FIRST], to=both.cast.lakeside)
    other.case = make_case(both.cast)
    with pytest.raises(CannotNow):
        both.send(release=other, referral_id=pk)


@pytest.mark.parametrize("name", ["ana_hotline", "ivan_analyst", "adam_admin", "lena_lakeside"])
def test_who_may_not_open_the_case_sends_nothing(both: Both, name: str) -> None:
    with pytest.raises(NotAllowed):
        both.send(by=both.cast[name])
    assert not Referral.objects.exists()


def test_from_a_closed_case_nobody_is_referred(both: Both, log: Log) -> None:
    both.case.state = CaseState.CLOSED
    both.case.save()
    with pytest.raises(CannotNow):
        both.send()
    assert not Referral.objects.exists()
    assert log() == []


@pytest.mark.parametrize("change", [{"reason": "nonsense"}, {"hours": 0}, {"hours": 337}])
def test_a_draft_is_sound(both: Both, change: dict[str, object]) -> None:
    draft = both.draft()
    for name, value in change.items():
        object.__setattr__(draft, name, value)
    with pytest.raises(CannotNow):
        both.send(draft)


def test_a_closed_desk_takes_nothing_here(both: Both, desk: ReferralDesk) -> None:
    desk.open = False
    desk.save()
    referral = both.send()
    assert referral.to_organisation is None
    assert WrappedDataKey.objects.filter(envelope=referral.packets.get().envelope_id).count() == 1


def test_the_same_release_serves_a_second_referral(both: Both) -> None:
    assert both.send().pk != both.send().pk


def _file(both: Both, body: bytes) -> str:
    file = CaseFile(case=both.case)
    key = seal_new(file, sealed(name="Letter.txt"), [both.case.compartment])
    key.seal(file, "body", body)
    file.save(force_insert=True)
    return f"file:{file.pk}"


def test_a_file_that_is_named_goes_with_its_bytes(both: Both) -> None:
    name = _file(both, b"Dear Rosa")
    _file(both, b"not named")
    release = make_release(both.rosa, [FIRST, name], to=both.cast.lakeside)
    referral = both.send(both.draft([FIRST, name], []), release=release)
    [packed] = both.opened(referral)
    assert [(file.name, file.body) for file in packed.files] == [("Letter.txt", b"Dear Rosa")]
    client = both.sign_in(both.cast.lena_lakeside)
    answer = client.get(f"/referrals/{referral.pk}/files/0/0/")
    assert answer.content == b"Dear Rosa"
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"/referrals/{referral.pk}/files/0/1/").status_code == 404


def test_files_have_a_limit(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_BYTES", 4)
    name = _file(both, b"Dear Rosa")
    release = make_release(both.rosa, [name], to=both.cast.lakeside)
    with pytest.raises(CannotNow):
        both.send(both.draft([name], []), release=release)
    assert not Referral.objects.filter(state=TaskState.REQUESTED).exists()
