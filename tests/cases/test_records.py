"""Sealed records: who opens them, what a change needs, and what the tables hold."""

import uuid

import pytest
from django.db import connection

from tests.cases.making import NAMES, answered, make_case, make_participant, make_person
from tests.cast import Cast
from waymark.cases import records
from waymark.cases.models import Case, Note
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import erase


def test_who_belongs_to_the_circle_reads_it(cast: Cast) -> None:
    case = make_case(cast, title="Orchard")
    assert records.read(case, cast.keyring(cast.carl_cases)) == answered({"title": "Orchard"})
    for outside in (cast.ana_hotline, cast.lena_lakeside, cast.adam_admin):
        with pytest.raises(CannotOpen):
            records.read(case, cast.keyring(outside))


def test_many_are_opened_at_once_and_closed_ones_left_out(cast: Cast) -> None:
    mine, theirs = make_case(cast, title="ours"), make_case(cast, cast.lena_lakeside, title="x")
    opened = records.read_many([mine, theirs], cast.keyring(cast.carl_cases))
    assert opened == {mine.pk: answered({"title": "ours"})}


def test_a_change_keeps_the_key_and_counts(cast: Cast) -> None:
    person = make_person(make_case(cast))
    keyring = cast.keyring(cast.carl_cases)
    changed = records.change(person, answered({"a": 1}), seen=1, keyring=keyring)
    assert (changed.version, changed.envelope_id) == (2, person.envelope_id)
    person.refresh_from_db()
    assert records.read(person, keyring) == answered({"a": 1})


def test_of_two_who_change_one_is_told(cast: Cast) -> None:
    case, keyring = make_case(cast), cast.keyring(cast.carl_cases)
    records.change(case, answered({"title": "first"}), seen=1, keyring=keyring)
    with pytest.raises(ChangedMeanwhile):
        records.change(case, answered({"title": "second"}), seen=1, keyring=keyring)
    case.refresh_from_db()
    assert records.read(case, keyring) == answered({"title": "first"})


def test_plain_columns_change_with_the_content(cast: Cast) -> None:
    case, keyring = make_case(cast), cast.keyring(cast.carl_cases)
    changed = records.change(case, {}, seen=1, keyring=keyring, responsible=cast.sara_supervisor)
    assert Case.objects.get(pk=changed.pk).responsible == cast.sara_supervisor


def test_who_cannot_open_it_cannot_change_it(cast: Cast) -> None:
    case = make_case(cast, title="Orchard")
    with pytest.raises(CannotOpen):
        records.change(case, {}, seen=1, keyring=cast.keyring(cast.lena_lakeside))
    assert Case.objects.get(pk=case.pk).version == 1


def test_an_erased_record_cannot_be_revived(cast: Cast) -> None:
    case, keyring = make_case(cast), cast.keyring(cast.carl_cases)
    note = Note(case=case, author=cast.carl_cases)
    records.write_new(note, answered({"text": "she is at her aunt's"}))
    erase(note.envelope_id)
    with pytest.raises(CannotNow):
        records.change(note, answered({"text": "again"}), seen=1, keyring=keyring)
    note.refresh_from_db()
    assert bytes(note.content) == b""
    assert records.read_many([note], keyring) == {}


def test_no_table_holds_a_word_of_it(cast: Cast) -> None:
    case = make_case(cast, title="Packing shed")
    participant = make_participant(case, vic_MethodsOfControl=["DebtBondage"])
    secrets = [*NAMES.values(), "Packing shed", "DebtBondage", "victim"]
    rows = []
    with connection.cursor() as cursor:
        for model in (type(case), type(participant), type(participant.person)):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608  our own tables
            rows += [bytes(v) if isinstance(v, memoryview) else v for r in cursor for v in r]
    text = repr(rows)
    assert not [secret for secret in secrets if secret in text]


def test_what_has_no_version_is_no_record_to_change(cast: Cast) -> None:
    note = Note(pk=uuid.uuid4(), case=make_case(cast))
    with pytest.raises(Note.DoesNotExist):
        records.change(note, {}, seen=1, keyring=cast.keyring(cast.carl_cases))
