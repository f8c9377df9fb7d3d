"""Erase one field: the rest moves under a new key, the old key is destroyed."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.forgetting.conftest import Room
from tests.cases.forgetting.test_erasing import left
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import fields, holds
from waymark.cases.forgetting.copies import gone_by, gone_case_field
from waymark.cases.forgetting.queries import proof_of
from waymark.cases.models import Case, Determination, Erasure, Note
from waymark.cases.records import pack, read
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault import blind
from waymark.vault.models import BlindTerm, WrappedDataKey
from waymark.vault.primitives import CannotOpen, new_pair
from waymark.vault.records import DataKey, add_reader, reader_data_key


def erase(room: Room, record: Note, name: str, seen: int = 1) -> Note:
    found = fields.erase_field(record, name, seen=seen, by=room.sara, keyring=room.keyring)
    assert isinstance(found, Note)
    return found


def test_the_field_is_gone_and_the_rest_is_there(room: Room) -> None:
    note = room.note()
    old, before = note.envelope_id, bytes(note.content)
    old_key = room.keyring.data_key(old)
    now = erase(room, note, "text")
    assert read(now, room.keyring)["fields"] == {"privilege": {"v": "legal"}}
    assert now.envelope_id != old
    assert now.version == 2
    assert left(note) == 0, "nothing is left in the old envelope"
    stored = Note.objects.get(pk=note.pk)
    assert bytes(stored.content) != before
    with pytest.raises(CannotOpen):
        old_key.open(stored, "content")
    tomb = Erasure.objects.get()
    assert (tomb.field, tomb.envelope_id, proof_of(tomb).gone) == ("text", old, True)
    assert Entry.objects.latest("seq").event == "record:erased"


def test_other_sealed_columns_and_readers_come_along(room: Room) -> None:
    file, reader = room.file(), new_pair()
    add_reader(room.keyring.data_key(file.envelope_id), reader.public)
    now = fields.erase_field(file, "name", seen=1, by=room.sara, keyring=room.keyring)
    for key in (room.keyring.data_key(now.envelope_id), reader_data_key(reader, now.envelope_id)):
        assert isinstance(key, DataKey)
        assert key.open(now, "body") == b"the bytes of a photo"


def test_a_person_is_not_found_by_a_name_that_was_erased(room: Room) -> None:
    room.index()
    person = room.rosa.person
    old = person.envelope_id
    now = fields.erase_identity_field(
        room.rosa, "prs_SecondName", seen=1, by=room.sara, keyring=room.keyring
    )
    assert set(read(now, room.keyring)["fields"]) == {"prs_FirstName", "prs_Birthdate"}
    assert not WrappedDataKey.objects.filter(envelope=old).exists()
    assert not BlindTerm.objects.filter(envelope=old).exists()
    assert BlindTerm.objects.filter(envelope=now.envelope_id).exists()
    for compartment_key in room.keyring.compartment_keys:
        blinded = blind.term(room.keyring.index_key(compartment_key), "word:quintero")
        assert not BlindTerm.objects.filter(compartment_key=compartment_key, term=blinded).exists()


def test_a_field_of_the_case_itself(room: Room) -> None:
    case = Case.objects.get(pk=room.case.pk)
    content = {"fields": {"title": {"v": "By the river"}, "cas_Status": {"v": "Active"}}}
    room.keyring.data_key(case.envelope_id).seal(case, "content", pack(content))
    case.save()
    gone, old, seen = gone_case_field(case, "title"), case.envelope_id, case.version
    assert gone.holds("case.title")
    assert not gone.holds("case.cas_Status")
    assert room.rosa.pk in gone.participants
    now = fields.erase_case_field(case, "title", seen=seen, by=room.sara, keyring=room.keyring)
    assert read(now, room.keyring)["fields"] == {"cas_Status": {"v": "Active"}}
    assert (now.version, now.envelope_id != old) == (seen + 1, True)
    assert not WrappedDataKey.objects.filter(envelope=old).exists()
    tomb = Erasure.objects.get(target="cases.case")
    assert (tomb.field, proof_of(tomb).gone) == ("title", True)
    assert gone_by(tomb) == gone
    again = partial(fields.erase_case_field, now, by=room.sara, keyring=room.keyring)
    with pytest.raises(CannotNow):
        again("title", seen=now.version)
    with pytest.raises(ChangedMeanwhile):
        again("cas_Status", seen=seen)


def test_of_two_who_change_it_the_second_is_told(room: Room) -> None:
    note = room.note()
    erase(room, note, "privilege")
    with pytest.raises(ChangedMeanwhile):
        erase(room, note, "text", seen=1)
    with pytest.raises(CannotNow):
        erase(room, note, "privilege", seen=2)
    assert Erasure.objects.count() == 1


def test_a_determination_is_erased_as_a_whole_only(room: Room) -> None:
    found = room.write(Determination(case=room.case, participant=room.rosa), status="yes")
    with pytest.raises(CannotNow) as refusal:
        fields.erase_field(found, "status", seen=1, by=room.sara, keyring=room.keyring)
    assert refusal.value.sentence == fields.GROWS


def test_holds_and_roles_bind_fields_too(room: Room) -> None:
    note = room.note()
    with pytest.raises(NotAllowed):
        fields.erase_field(
            note,
            "text",
            seen=1,
            by=room.cast.carl_cases,
            keyring=room.cast.keyring(room.cast.carl_cases),
        )
    holds.place_hold(room.case, "a trial", "the court", by=room.sara)
    with pytest.raises(CannotNow):
        erase(room, note, "text")
    with pytest.raises(CannotNow):
        fields.erase_identity_field(
            room.rosa, "prs_FirstName", seen=1, by=room.sara, keyring=room.keyring
        )
    assert read(note, room.keyring)["fields"]["text"] == {"v": "the blue door"}


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(name=NAMES)
def test_a_name_that_is_no_field_erases_nothing(room: Room, name: str) -> None:
    note = room.note()
    if name in {"text", "privilege"}:
        return
    with pytest.raises(CannotNow):
        erase(room, note, name)
    assert read(note, room.keyring)["fields"]["text"] == {"v": "the blue door"}
