"""What was added by mistake is taken back: its keys are destroyed, a tombstone stays."""

import uuid

import pytest

from tests.cases.caseload.conftest import events
from tests.cases.making import make_case
from tests.cases.people.making import ROSA, add, add_known, held, said
from tests.cast import HOTLINE, Cast
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.models import (
    CaseState,
    Erasure,
    HistoricEvent,
    LegalHold,
    Note,
    Participant,
    Person,
    Relationship,
)
from waymark.cases.people.actions import records, removing
from waymark.cases.records import write_new
from waymark.reports.models import Situation
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.models import BlindTerm, WrappedDataKey
from waymark.vault.records import new_envelope


def related(cast: Cast, one: Participant, other: Participant) -> Relationship:
    answers = said(kind="sibling", safe="unsafe")
    return records.relate(one, other, answers, by=cast.carl_cases, record_id=uuid.uuid4())


def happened(cast: Cast, about: Participant) -> HistoricEvent:
    answers = said(hte_Type="Recruitment", hte_Date="2019")
    return records.add_event(about.case, about, answers, by=cast.carl_cases, record_id=uuid.uuid4())


def test_who_is_in_no_other_case_is_forgotten(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    person = added.person
    removing.remove_from_case(added, by=cast.carl_cases)
    assert not Participant.objects.exists()
    assert not WrappedDataKey.objects.filter(envelope=person.envelope_id).exists()
    assert not BlindTerm.objects.exists()
    assert bytes(Person.objects.get().identity) == b""
    assert set(Erasure.objects.values_list("target", flat=True)) == {
        "cases.participant",
        "cases.person",
    }
    assert events(Event.RECORD_ERASED, added) == 1


def test_who_is_in_another_case_stays(cast: Cast) -> None:
    first = add(cast, make_case(cast))
    second = add_known(cast, make_case(cast), first.person, by=cast.carl_cases)
    removing.remove_from_case(second, by=cast.carl_cases)
    assert held(cast, first.person) == ROSA
    again = add_known(cast, second.case, first.person, by=cast.carl_cases)
    assert held(cast, again) == {"role": "victim"}


def test_whoever_has_records_stays(cast: Cast) -> None:
    case = make_case(cast)
    one, other = add(cast, case), add(cast, case, role="family_member", prs_FirstName="Luz")
    relation, event = related(cast, one, other), happened(cast, one)
    for person in (one, other):
        assert removing.hangs_on(person)
        with pytest.raises(CannotNow):
            removing.remove_from_case(person, by=cast.carl_cases)
    removing.remove_record(relation, by=cast.carl_cases)
    removing.remove_from_case(other, by=cast.carl_cases)
    assert removing.hangs_on(one)
    removing.remove_record(event, by=cast.carl_cases)
    removing.remove_from_case(one, by=cast.carl_cases)
    assert not Participant.objects.exists()
    event.refresh_from_db()
    assert event.erased


def test_a_legal_hold_keeps_everything(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    event = happened(cast, added)
    write_new(LegalHold(case=added.case), said_content())
    with pytest.raises(CannotNow, match="not in this state"):
        removing.remove_record(event, by=cast.carl_cases)
    with pytest.raises(CannotNow):
        removing.remove_from_case(added, by=cast.carl_cases)
    assert not Erasure.objects.exists()


def said_content() -> dict[str, str]:
    return {"reason": "A court asked"}


def test_nothing_is_taken_back_in_a_closed_case_or_by_a_stranger(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    event = happened(cast, added)
    with pytest.raises(NotAllowed):
        removing.remove_from_case(added, by=cast.lena_lakeside)
    with pytest.raises(NotAllowed):
        removing.remove_record(event, by=cast.ana_hotline)
    type(added.case).objects.update(state=CaseState.CLOSED)
    with pytest.raises(CannotNow):
        removing.remove_record(event, by=cast.carl_cases)
    assert not Erasure.objects.exists()


def test_a_note_about_the_case_does_not_hold_its_people(cast: Cast) -> None:
    added = add(cast, make_case(cast))
    write_new(Note(case=added.case), {})
    removing.remove_from_case(added, by=cast.carl_cases)
    assert Note.objects.exists()


def test_records_change_once_and_keep_their_case(cast: Cast) -> None:
    case, by = make_case(cast), cast.carl_cases
    keyring = cast.keyring(by)
    one, other = add(cast, case), add(cast, case, prs_FirstName="Luz")
    elsewhere = add(cast, make_case(cast))
    relation, event = related(cast, one, other), happened(cast, one)
    records.change_relationship(
        relation, other, one, said(kind="parent"), seen=1, by=by, keyring=keyring
    )
    assert held(cast, relation) == {"kind": "parent"}
    records.change_event(event, None, said(hte_Type="Transit"), seen=1, by=by, keyring=keyring)
    assert HistoricEvent.objects.get().participant is None
    for again in (
        lambda: records.change_relationship(
            relation, one, other, {}, seen=1, by=by, keyring=keyring
        ),
        lambda: records.change_event(event, None, {}, seen=1, by=by, keyring=keyring),
    ):
        with pytest.raises(ChangedMeanwhile):
            again()
    for wrong in (
        lambda: related(cast, one, elsewhere),
        lambda: related(cast, one, one),
        lambda: records.add_event(case, elsewhere, {}, by=by, record_id=uuid.uuid4()),
        lambda: records.change_event(event, elsewhere, {}, seen=2, by=by, keyring=keyring),
    ):
        with pytest.raises(CannotNow):
            wrong()


def test_a_record_sent_twice_is_written_once_and_gathers_in_the_situation(cast: Cast) -> None:
    circle = cast.compartment(cast.riverside, HOTLINE)
    situation = Situation(organisation=cast.riverside)
    situation.envelope_id = new_envelope([circle]).envelope_id
    situation.save(force_insert=True)
    case = make_case(cast, by=cast.sara_supervisor, situation=situation)
    added, pk = add(cast, case, by=cast.sara_supervisor), uuid.uuid4()
    for _time in range(2):
        records.add_event(case, added, {}, by=cast.sara_supervisor, record_id=pk)
    assert list(situation.historic_events.values_list("pk", flat=True)) == [pk]
