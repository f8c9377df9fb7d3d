"""What was kept long enough goes by itself; holds, open cases and other houses stay."""

from datetime import date, timedelta

import pytest

from tests.cases.forgetting.conftest import Room
from tests.cases.making import make_case, make_participant
from tests.cast import NAMES
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import holds, keeping
from waymark.cases.forgetting.queries import proof_of
from waymark.cases.forgetting.retention import due_until, erase_due, erase_perpetrators_due
from waymark.cases.models import Case, CaseState, Erasure, KeptKind, Note, today
from waymark.cases.records import read
from waymark.reports import tick

DAYS = 100


def closed(room: Room, ago: int = DAYS) -> Case:
    """The case, closed so many days ago."""
    Case.objects.filter(pk=room.case.pk).update(
        state=CaseState.CLOSED, closed_on=today() - timedelta(days=ago)
    )
    return Case.objects.get(pk=room.case.pk)


def rule(room: Room, kind: KeptKind, days: int = DAYS) -> None:
    """Sara keeps a kind for so many days."""
    keeping.change_keeping({kind: days}, by=room.sara)


def state(room: Room) -> str:
    return Case.objects.get(pk=room.case.pk).state


def test_without_a_rule_nothing_is_erased(room: Room) -> None:
    closed(room, ago=9999)
    assert erase_due() == 0
    assert state(room) == CaseState.CLOSED


@pytest.mark.parametrize(("ago", "gone"), [(DAYS - 1, False), (DAYS, True), (DAYS + 1, True)])
def test_a_case_goes_on_its_day(room: Room, ago: int, *, gone: bool) -> None:
    room.note()
    closed(room, ago)
    rule(room, KeptKind.CASE)
    assert erase_due() == int(gone)
    assert (state(room) == CaseState.ERASED) is gone
    assert erase_due() == 0, "once"
    if gone:
        assert Entry.objects.latest("seq").event == "case:erased"
        assert all(proof_of(tomb).gone for tomb in Erasure.objects.all())
        assert not Erasure.objects.exclude(erased_by=None).exists()


def test_notes_and_files_go_before_their_case(room: Room) -> None:
    note, file = room.note(), room.file()
    closed(room)
    rule(room, KeptKind.NOTE)
    assert erase_due() == 1
    note.refresh_from_db()
    assert note.erased
    assert read(file, room.keyring)
    rule(room, KeptKind.FILE)
    assert erase_due() == 1
    assert erase_due() == 0
    assert read(room.case, room.keyring)


def test_a_hold_an_open_case_and_another_house_stay(room: Room) -> None:
    rule(room, KeptKind.CASE, days=1)
    next_door = make_case(room.cast, room.cast.lena_lakeside, state=CaseState.CLOSED)
    Case.objects.filter(pk=next_door.pk).update(closed_on=date(2001, 1, 1))
    assert erase_due() == 0
    case = closed(room)
    hold = holds.place_hold(case, "a trial", "the court", by=room.sara)
    assert erase_due() == 0
    assert not due_until(today(), room.sara, room.keyring)
    holds.lift_hold(hold, by=room.sara)
    assert erase_due() == 1


def test_the_preview_says_what_goes_when(room: Room) -> None:
    room.note()
    closed(room, ago=DAYS - 5)
    rule(room, KeptKind.NOTE)
    rule(room, KeptKind.CASE, days=36_500)
    rule(room, KeptKind.FILE, days=1)
    [due] = due_until(today() + timedelta(days=31), room.sara, room.keyring)
    assert (due.kind, due.day, due.number) == (KeptKind.NOTE, today() + timedelta(days=5), 1)
    assert not due_until(today() + timedelta(days=4), room.sara, room.keyring)


def test_what_is_due_about_a_perpetrator_waits_for_a_supervisor(room: Room) -> None:
    bad = make_participant(room.case, role="suspected_perpetrator")
    closed(room)
    rule(room, KeptKind.PERPETRATOR)
    assert erase_due() == 0, "no program without a key knows who that is"
    page = room.sign_in(room.sara).get("/cases/keeping/").content.decode()
    assert "keeping/perpetrators/" in page
    with pytest.raises(NotAllowed):
        erase_perpetrators_due(by=room.cast.carl_cases, keyring=room.keyring)
    assert erase_perpetrators_due(by=room.sara, keyring=room.keyring) == 1
    bad.refresh_from_db()
    assert (bad.erased, bad.person.erased) == (True, True)
    assert read(room.rosa, room.keyring)
    assert erase_perpetrators_due(by=room.sara, keyring=room.keyring) == 0


def test_the_round_of_every_minute_does_it(room: Room) -> None:
    closed(room)
    rule(room, KeptKind.CASE)
    assert tick.STEPS["cases kept long enough"] is erase_due


def test_only_supervisors_decide(room: Room) -> None:
    for who in NAMES:
        client = room.sign_in(room.cast[who])
        allowed = who in {"sara_supervisor", "lena_lakeside"}
        assert (client.get("/cases/keeping/").status_code == 200) is allowed, who
        if not allowed:
            with pytest.raises(NotAllowed):
                keeping.change_keeping({KeptKind.CASE: 1}, by=room.cast[who])


def test_the_page_keeps_what_was_typed_and_saves_it(room: Room) -> None:
    sara = room.sign_in(room.sara)
    first = sara.get("/cases/keeping/").content.decode()
    assert "No rule is saved" in first
    wrong = sara.post("/cases/keeping/", {"case": "77", "note": "0"})
    assert wrong.status_code == 422
    assert 'value="77"' in wrong.content.decode()
    assert not keeping.rules_of(room.sara.organisation)
    sara.post("/cases/keeping/", {"case": "77", "note": "9"})
    assert keeping.rules_of(room.sara.organisation) == {KeptKind.CASE: 77, KeptKind.NOTE: 9}
    sara.post("/cases/keeping/", {"case": "77"})
    assert keeping.rules_of(room.sara.organisation) == {KeptKind.CASE: 77}
    assert not keeping.rules_of(room.cast.lena_lakeside.organisation)
    with pytest.raises(ValueError, match="0 days"):
        keeping.change_keeping({KeptKind.CASE: 0}, by=room.sara)


def test_a_case_that_was_reopened_is_not_due(room: Room) -> None:
    closed(room)
    rule(room, KeptKind.NOTE)
    Case.objects.filter(pk=room.case.pk).update(state=CaseState.ACTIVE, closed_on=None)
    note = room.note()
    assert erase_due() == 0
    assert not Note.objects.get(pk=note.pk).erased
