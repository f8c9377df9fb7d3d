"""Who works on a case: taking, handing over, the team, giving many at once."""

import pytest

from tests.cases.caseload.conftest import Office, events
from tests.cast import NAMES
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.caseload.actions import assigning
from waymark.cases.models import Case, CaseState, Note
from waymark.cases.records import read
from waymark.reports.states import CannotNow, ChangedMeanwhile


def test_who_is_responsible_hands_over_with_words(office: Office, case: Case) -> None:
    sara = office.cast.sara_supervisor
    data = {"hand_over-to": sara.pk, "hand_over-words": "Call on Monday.", "hand_over-seen": 1}
    office.post("carl_cases", "case_hand_over", case.pk, **data)
    assert office.fresh(case).responsible == sara
    assert events(Event.CASE_ASSIGNED, case) == 1
    page = office.get("sara_supervisor", "case_notes", case.pk)
    assert "Call on Monday." in page
    assert "Hand-over" in page


def test_a_hand_over_needs_somebody_and_keeps_the_words(office: Office, case: Case) -> None:
    data = {"hand_over-words": "Call on Monday.", "hand_over-seen": 1}
    page = office.post("carl_cases", "case_hand_over", case.pk, status=422, **data)
    assert "Choose a colleague who can open this case." in page
    assert "Call on Monday." in page
    data |= {"hand_over-to": office.cast.sara_supervisor.pk, "hand_over-seen": 7}
    page = office.post("carl_cases", "case_hand_over", case.pk, status=409, **data)
    assert "Call on Monday." in page
    assert 'name="hand_over-seen" value="1"' in page
    assert not Note.objects.exists()
    assert office.fresh(case).responsible == office.cast.carl_cases


@pytest.mark.parametrize("who", sorted(set(NAMES) - {"carl_cases", "sara_supervisor"}))
def test_nobody_gets_a_case_they_cannot_open(office: Office, case: Case, who: str) -> None:
    to = {"hand_over-to": office.cast[who].pk, "hand_over-seen": 1}
    office.post("carl_cases", "case_hand_over", case.pk, status=422, **to)
    for act in (
        lambda: assigning.assign(case, office.cast[who], by=office.cast.carl_cases, seen=1),
        lambda: assigning.add_to_team(case, office.cast[who], by=office.cast.carl_cases),
    ):
        with pytest.raises(CannotNow):
            act()
    assert not events(Event.CASE_ASSIGNED)


def test_a_supervisor_takes_over_and_a_colleague_does_not(office: Office) -> None:
    saras = office.case(by=office.cast.sara_supervisor)
    page = office.post("carl_cases", "case_take", saras.pk, status=409, seen=1)
    assert "Only who is responsible, or a supervisor, can hand this case over." in page
    carls = office.case()
    office.post("sara_supervisor", "case_take", carls.pk, seen=1)
    assert office.fresh(carls).responsible == office.cast.sara_supervisor


def test_of_two_who_take_one_wins(office: Office) -> None:
    case = office.case(responsible=None)
    assigning.assign(case, office.cast.carl_cases, by=office.cast.carl_cases, seen=1)
    with pytest.raises(ChangedMeanwhile):
        assigning.assign(case, office.cast.sara_supervisor, by=office.cast.sara_supervisor, seen=1)
    assert office.fresh(case).responsible == office.cast.carl_cases
    assert events(Event.CASE_ASSIGNED, case) == 1


def test_the_team_is_chosen_by_who_works_on_the_case(office: Office) -> None:
    cast = office.cast
    saras = office.case(by=cast.sara_supervisor)
    with pytest.raises(CannotNow):
        assigning.add_to_team(saras, cast.carl_cases, by=cast.carl_cases)
    office.post("sara_supervisor", "case_team_add", saras.pk, **{"team-worker": cast.carl_cases.pk})
    assigning.add_to_team(saras, cast.carl_cases, by=cast.sara_supervisor)
    assert [member.worker for member in saras.team.all()] == [cast.carl_cases]
    assert events(Event.CASE_ASSIGNED, saras) == 1
    office.get("carl_cases", "case", saras.pk)
    assert events(Event.CASE_READ, saras) == 1
    office.post("carl_cases", "case_team_remove", saras.pk, cast.carl_cases.pk)
    assert not saras.team.exists()
    assigning.remove_from_team(saras, cast.carl_cases, by=cast.sara_supervisor)
    assert events(Event.CASE_ASSIGNED, saras) == 2


def test_who_becomes_responsible_leaves_the_team(office: Office, case: Case) -> None:
    sara = office.cast.sara_supervisor
    assigning.add_to_team(case, sara, by=office.cast.carl_cases)
    assigning.assign(case, sara, by=office.cast.carl_cases, seen=1)
    assert not case.team.exists()


def test_a_closed_case_is_given_to_nobody(office: Office, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    page = office.post("sara_supervisor", "case_take", case.pk, status=409, seen=1)
    assert "This case is closed. Reopen it first." in page


def test_many_go_over_at_once(office: Office) -> None:
    cast = office.cast
    cases = [office.case() for _ in range(3)]
    page = office.get("sara_supervisor", "workload_of_one", cast.carl_cases.pk)
    assert all(str(case.pk) in page for case in cases)
    data = {"cases": [cases[0].pk, cases[2].pk], "to": cast.sara_supervisor.pk}
    office.post("sara_supervisor", "workload_of_one", cast.carl_cases.pk, **data)
    held = [office.fresh(case).responsible for case in cases]
    assert held == [cast.sara_supervisor, cast.carl_cases, cast.sara_supervisor]
    assert events(Event.CASE_ASSIGNED) == 2


def test_all_of_many_or_none(office: Office) -> None:
    cast = office.cast
    first, second = office.case(), office.case()
    assigning.assign(second, cast.sara_supervisor, by=cast.sara_supervisor, seen=1)
    with pytest.raises(ChangedMeanwhile):
        assigning.assign_many(
            [first, second], cast.sara_supervisor, held_by=cast.carl_cases, by=cast.sara_supervisor
        )
    assert office.fresh(first).responsible == cast.carl_cases


def test_only_supervisors_give_many(office: Office, case: Case) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    with pytest.raises(NotAllowed):
        assigning.assign_many([case], sara, held_by=carl, by=carl)
    lena = office.cast.lena_lakeside
    with pytest.raises(NotAllowed):
        assigning.assign_many([case], lena, held_by=carl, by=lena)


def test_giving_many_asks_for_cases_and_somebody(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    page = office.post("sara_supervisor", "workload_of_one", carl.pk, status=422)
    assert "Choose at least one case." in page
    assert "Choose who gets these cases." in page
    theirs = {"cases": [case.pk], "to": office.cast.lena_lakeside.pk}
    office.post("sara_supervisor", "workload_of_one", carl.pk, status=422, **theirs)
    office.get("sara_supervisor", "workload_of_one", office.cast.lena_lakeside.pk, status=404)


def test_words_of_a_hand_over_stay_one_when_changed(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    assigning.assign(case, carl, by=carl, seen=1, words="First words")
    note = Note.objects.get()
    office.post("carl_cases", "case_note", case.pk, note.pk, text="Better words", seen=1)
    content = read(Note.objects.get(), office.cast.keyring(carl))
    assert content["fields"] == {"text": {"v": "Better words"}, "hands_over": {"v": True}}
