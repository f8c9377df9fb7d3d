"""Erase a record, a person, a case: no key and no ciphertext is left, and nothing comes back."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from tests.cases.forgetting.conftest import Room
from tests.cases.making import make_case, make_participant
from tests.cast import NAMES
from waymark.accounts.actions import setup
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import erasing, fields, holds
from waymark.cases.forgetting.burying import HELD
from waymark.cases.forgetting.hanging import ending_of, record_models
from waymark.cases.forgetting.queries import KINDS, proof_of
from waymark.cases.models import (
    Case,
    CaseState,
    CaseTurn,
    Erasure,
    LegalHold,
    Participant,
    Person,
    Task,
    Wall,
)
from waymark.cases.records import change, read, seal_new, write_new
from waymark.reports.states import CannotNow
from waymark.vault.contract import CONTRACT, Under
from waymark.vault.models import BlindTerm, SealedRecord, WrappedDataKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import add_compartment


def left(*records: SealedRecord) -> int:
    """Keys, index words and ciphertexts of these records that the database still has."""
    envelopes = [record.envelope_id for record in records]
    found = WrappedDataKey.objects.filter(envelope__in=envelopes).count()
    found += BlindTerm.objects.filter(envelope__in=envelopes).count()
    for entry in CONTRACT:
        if entry.under is Under.DATA_KEY:
            rows = entry.model._default_manager.filter(envelope__in=envelopes)
            found += rows.exclude(**{entry.field: b""}).count()
    return found


def test_a_record_is_gone_and_the_others_are_there(room: Room) -> None:
    note, kept = room.note(), room.note("the red door")
    erasing.erase_record(note, by=room.sara)
    assert left(note) == 0
    with pytest.raises(CannotOpen):
        read(note, room.keyring)
    assert read(kept, room.keyring)["fields"]["text"] == {"v": "the red door"}
    tomb = Erasure.objects.get()
    assert (tomb.target, tomb.target_id, tomb.erased_by) == ("cases.note", note.pk, room.sara)
    assert (tomb.case, tomb.field, tomb.erased_at.minute) == (room.case, "", 0)
    assert proof_of(tomb).gone
    assert Entry.objects.latest("seq").event == "record:erased"


def test_a_file_goes_with_its_body(room: Room) -> None:
    file = room.file()
    erasing.erase_record(file, by=room.sara)
    file.refresh_from_db()
    assert (bytes(file.content), bytes(file.body)) == (b"", b"")


def test_a_proof_says_what_is_still_there(room: Room) -> None:
    note = room.note()
    tomb = Erasure(target="cases.note", target_id=note.pk, envelope=note.envelope)
    proof = proof_of(tomb)
    assert (proof.gone, proof.keys, proof.ciphertexts) == (False, 1, 1)


def test_nothing_revives_a_record(room: Room) -> None:
    note = room.note()
    erasing.erase_record(note, by=room.sara)
    with pytest.raises(CannotNow):
        erasing.erase_record(note, by=room.sara)
    with pytest.raises(CannotNow):
        change(note, {"fields": {}}, seen=1, keyring=room.keyring)
    assert Erasure.objects.count() == 1


def test_plain_columns_that_tell_are_emptied(room: Room) -> None:
    records = room.everything()
    erasing.erase_case(room.case, by=room.sara)
    task = Task.objects.get(pk=records[2].pk)
    assert (task.assignee, task.due_on, task.done_at) == (None, None, None)
    case = Case.objects.get(pk=room.case.pk)
    assert (case.state, case.responsible, case.situation) == (CaseState.ERASED, None, None)


def test_a_case_goes_with_all_that_hangs_on_it_and_with_its_people(room: Room) -> None:
    room.index()
    records = [*room.everything(), room.case, room.rosa.person]
    erasing.erase_case(room.case, by=room.sara)
    assert left(*records) == 0
    assert set(Erasure.objects.values_list("target_id", flat=True)) == {x.pk for x in records}
    assert Entry.objects.latest("seq").event == "case:erased"
    with pytest.raises(CannotNow):
        erasing.erase_case(room.case, by=room.sara)


def test_who_is_in_another_case_stays_known(room: Room) -> None:
    other = make_case(room.cast)
    there = make_participant(other, room.rosa.person)
    erasing.erase_case(room.case, by=room.sara)
    assert read(there, room.keyring)
    assert read(room.rosa.person, room.keyring)
    erasing.erase_case(other, by=room.sara)
    assert left(room.rosa.person, there) == 0


def test_a_person_goes_from_every_case_and_a_joined_row_too(room: Room) -> None:
    room.index()
    records = room.everything()
    other = make_case(room.cast)
    twice = make_participant(other)
    Person.objects.filter(pk=twice.person_id).update(merged_into=room.rosa.person)
    erasing.erase_person(room.rosa, by=room.sara)
    assert left(*records[3:], twice, room.rosa.person, twice.person) == 0
    assert left(records[0]) == 2, "a note is about the case and stays"
    assert read(other, room.keyring)
    with pytest.raises(CannotNow):
        erasing.erase_person(room.rosa, by=room.sara)


def test_somebody_else_of_the_case_stays(room: Room) -> None:
    other = make_participant(room.case)
    erasing.erase_person(room.rosa, by=room.sara)
    assert read(other, room.keyring)
    assert read(other.person, room.keyring)


def test_a_case_behind_a_wall_stays_and_nothing_says_that_it_is_there(room: Room) -> None:
    hidden = make_case(room.cast)
    there = make_participant(hidden, room.rosa.person)
    write_new(Wall(case=hidden, worker=room.sara), {"fields": {}})
    erasing.erase_person(room.rosa, by=room.sara)
    assert left(room.rosa) == 0
    assert left(there) == 2
    assert left(room.rosa.person) == 2, "the other case needs who they are"
    assert not Erasure.objects.filter(case=hidden).exists()


def in_a_circle_of_carls(room: Room) -> Participant:
    """Rosa in a case that Sara's keys do not open."""
    carl = room.cast.carl_cases
    assert carl.holder
    circle = setup.create_compartment(room.cast.riverside, "Legal", [carl.holder])
    case = Case(organisation=room.cast.riverside, compartment=circle)
    seal_new(case, {}, [circle])
    case.save(force_insert=True)
    add_compartment(room.keyring.data_key(room.rosa.person.envelope_id), circle)
    return make_participant(case, room.rosa.person)


def test_a_case_of_another_circle_stays_as_well(room: Room) -> None:
    there = in_a_circle_of_carls(room)
    erasing.erase_person(room.rosa, by=room.sara)
    assert left(room.rosa) == 0
    assert left(there, room.rosa.person) == 5


def test_one_field_of_who_somebody_is_goes_for_every_case(room: Room) -> None:
    there = in_a_circle_of_carls(room)
    carl = room.cast.carl_cases
    hold = LegalHold(case=there.case)
    write_new(hold, {"fields": {}})
    erase = partial(fields.erase_identity_field, room.rosa, "prs_FirstName", seen=1, by=room.sara)
    with pytest.raises(CannotNow) as refusal:
        erase(keyring=room.keyring)
    assert refusal.value.sentence == HELD
    LegalHold.objects.update(lifted_at=timezone.now())
    erase(keyring=room.keyring)
    person = Person.objects.get(pk=there.person_id)
    assert "Rosa" not in str(read(person, room.cast.keyring(carl)))


def test_behind_a_wall_no_field_of_who_somebody_is_is_erased(room: Room) -> None:
    hidden = make_case(room.cast)
    make_participant(hidden, room.rosa.person)
    write_new(Wall(case=hidden, worker=room.sara), {"fields": {}})
    with pytest.raises(NotAllowed):
        fields.erase_identity_field(
            room.rosa, "prs_FirstName", seen=1, by=room.sara, keyring=room.keyring
        )


def test_the_history_of_a_case_goes_with_it(room: Room) -> None:
    CaseTurn.objects.create(case=room.case, by=room.sara, state=room.case.state)
    erasing.erase_case(room.case, by=room.sara)
    assert not CaseTurn.objects.exists()


@pytest.mark.parametrize(
    "erase",
    [
        lambda room, note: erasing.erase_record(note, by=room.sara),
        lambda room, note: erasing.erase_person(room.rosa, by=room.sara),
        lambda room, note: erasing.erase_case(room.case, by=room.sara),
    ],
)
def test_a_hold_keeps_everything_until_it_is_lifted(
    room: Room, erase: Callable[[Room, SealedRecord], None]
) -> None:
    note = room.note()
    first = holds.place_hold(room.case, "a trial", "the court", by=room.sara)
    second = holds.place_hold(room.case, "an audit", "the funder", by=room.sara)
    holds.lift_hold(first, by=room.sara)
    with pytest.raises(CannotNow) as refusal:
        erase(room, note)
    assert refusal.value.sentence == HELD
    assert not Erasure.objects.exists()
    assert read(note, room.keyring)
    holds.lift_hold(second, by=room.sara)
    holds.lift_hold(second, by=room.sara)
    erase(room, note)
    assert Erasure.objects.exists()
    assert Entry.objects.filter(event="hold:lifted").count() == 2


def test_a_hold_on_another_case_of_the_person_keeps_the_person(room: Room) -> None:
    other = make_case(room.cast)
    make_participant(other, room.rosa.person)
    holds.place_hold(other, "a trial", "the court", by=room.sara)
    with pytest.raises(CannotNow) as refusal:
        erasing.erase_person(room.rosa, by=room.sara)
    assert refusal.value.sentence == HELD


def test_a_wall_is_not_erased_by_itself(room: Room) -> None:
    wall = room.write(Wall(case=room.case, worker=room.cast.carl_cases), reason="a cousin")
    with pytest.raises(CannotNow):
        erasing.erase_record(wall, by=room.sara)
    erasing.erase_case(room.case, by=room.sara)
    assert left(wall) == 0
    assert Wall.objects.filter(worker=room.cast.carl_cases, lifted_at=None).exists()


@pytest.mark.parametrize("who", [name for name in NAMES if name != "sara_supervisor"])
def test_only_a_supervisor_of_the_circle_erases_and_holds(room: Room, who: str) -> None:
    worker, note = room.cast[who], room.note()
    for act in (
        lambda: erasing.erase_record(note, by=worker),
        lambda: erasing.erase_person(room.rosa, by=worker),
        lambda: erasing.erase_case(room.case, by=worker),
        lambda: holds.place_hold(room.case, "no", "me", by=worker),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Erasure.objects.exists()


def test_a_supervisor_behind_a_wall_erases_nothing(room: Room) -> None:
    write_new(Wall(case=room.case, worker=room.sara), {"fields": {}})
    with pytest.raises(NotAllowed):
        erasing.erase_case(room.case, by=room.sara)


# Ids, states, the hours of writing, and what has to outlive the record itself.
KEPT = {"id", "envelope", "case", "author", "written_at", "changed_at", "version", "state"}
KEPT_BESIDES = {
    "cases.wall": {"worker", "lifted_at"},
    "cases.legalhold": {"lifted_at"},
    "referrals.release": {"to_organisation", "expires_on", "active_at", "withdrawn_at"},
    "referrals.referral": {
        "release",
        "to_organisation",
        "requested_at",
        "answered_at",
        "escalated_at",
        "state_at",
    },
    "referrals.disclosure": {"produced_at"},
    "referrals.rightsrequest": {"kind", "decided_at"},
}


def test_of_every_plain_column_is_said_whether_it_stays() -> None:
    """A new column of a record is either emptied or named above: nobody forgets one."""
    sealed = {entry.id for entry in CONTRACT}
    for model in record_models():
        label = model._meta.label_lower
        people = {f.name for f in model._meta.fields if f.related_model in {Participant, Person}}
        kept = KEPT | KEPT_BESIDES.get(label, set()) | people
        named = kept | set(ending_of(model()).emptied)
        columns = {f.name for f in model._meta.fields if f"{label}.{f.name}" not in sealed}
        assert columns <= named, label


def test_every_kind_has_a_name() -> None:
    found: list[type[SealedRecord]] = [*record_models(), Case, Person]
    copies = {"referrals.packet"}
    assert {model._meta.label_lower for model in found} | copies == set(KINDS)
