"""What is erased is readable nowhere: not in a packet, not behind a link, on neither side."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import answered, make_case, make_participant
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from tests.referrals.referring.test_links import make, mild  # noqa: F401  a fixture, by its name
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions import erasing, fields
from waymark.cases.forgetting.queries import proof_of
from waymark.cases.forgetting.retention import erase_due
from waymark.cases.models import (
    Assessment,
    Case,
    CaseFile,
    CaseState,
    Erasure,
    HistoricEvent,
    KeepRule,
    KeptKind,
    Note,
    Participant,
    today,
)
from waymark.cases.people.actions import removing
from waymark.cases.records import pack, read, read_many, seal_new, write_new
from waymark.cases.support.actions.records import remove_record
from waymark.referrals.models import Packet, Referral, TaskState
from waymark.referrals.referring import age
from waymark.referrals.referring.actions import links
from waymark.referrals.referring.actions.links import fetch
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.content import Packed
from waymark.referrals.referring.states import Move
from waymark.reports.states import CannotNow
from waymark.vault.primitives import CannotOpen

NEEDS = "assessment.needs"


def names_in(both: Both, referral: Referral) -> set[str]:
    """What Lena reads of it."""
    return {name for packed in both.opened(referral) for name in packed.values}


def forget_first(both: Both) -> None:
    """Sara erases the first name."""
    sara = both.cast.sara_supervisor
    person = both.rosa.person
    person.refresh_from_db()
    fields.erase_identity_field(
        both.rosa,
        "prs_FirstName",
        seen=person.version,
        by=sara,
        keyring=both.cast.keyring(sara),
    )


def send(both: Both, *names: str, to: Any = None) -> Referral:
    """Carl sends these under a release of their own."""
    release = make_release(both.rosa, names, to=to or both.cast.lakeside)
    return both.send(both.draft(names, ()), release=release)


def forget(both: Both, record: Any, *, with_key: bool = True) -> None:
    """Sara erases a record."""
    sara = both.cast.sara_supervisor
    keyring = both.cast.keyring(sara) if with_key else None
    erasing.erase_record(record, by=sara, keyring=keyring)


def assess(both: Both, needs: str, about: Participant | None = None) -> Assessment:
    """What somebody needs, written down."""
    about = about or both.rosa
    found = Assessment(case=both.case, participant=about, made_on=today())
    write_new(found, answered({"needs": needs}))
    return found


def add_file(both: Both, name: str) -> CaseFile:
    """A file of the case."""
    file = CaseFile(case=both.case)
    key = seal_new(file, answered({"name": name}), [both.case.compartment])
    key.seal(file, "body", name.encode())
    file.save(force_insert=True)
    return file


def add_note(both: Both, text: str) -> Note:
    """A note of the case."""
    note = Note(case=both.case)
    write_new(note, answered({"text": text}))
    return note


def test_a_field_that_is_erased_is_in_no_packet_any_more(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    packet = referral.packets.get()
    old, key = packet.envelope_id, both.cast.keyring(both.cast.lena_lakeside)
    old_key = key.data_key(old)
    forget_first(both)
    [packed] = both.opened(referral)
    assert set(packed.values) == {SECOND}
    assert packed.lessened
    for worker in (both.cast.lena_lakeside, both.cast.carl_cases):
        content = read(referral.packets.get(), both.cast.keyring(worker))
        assert "Rosa" not in str(content)
    with pytest.raises(CannotOpen):
        old_key.open(referral.packets.get(), "content")
    tomb = Erasure.objects.get(target="referrals.packet")
    assert (tomb.envelope_id, tomb.field, proof_of(tomb).gone) == (old, FIRST, True)
    targets = Entry.objects.filter(event="record:erased").values_list("target", flat=True)
    assert list(targets) == ["cases.person", "referrals.packet"]


def test_what_does_not_hold_it_stays_as_it_is(both: Both) -> None:
    referral = both.send(both.draft([SECOND], []))
    before = referral.packets.get().envelope_id
    forget_first(both)
    assert referral.packets.get().envelope_id == before
    assert names_in(both, referral) == {SECOND}


def test_both_pages_say_that_something_is_gone(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    forget_first(both)
    said = "Something of it has been erased since."
    carl, lena = (both.sign_in(both.cast[who]) for who in ("carl_cases", "lena_lakeside"))
    assert said in carl.get(both.url("referral", referral.pk)).content.decode()
    theirs = lena.get(reverse("incoming_referral", args=[referral.pk])).content.decode()
    assert said in theirs
    assert "Quintero" in theirs


@pytest.mark.parametrize("step", [None, Move.ACCEPT, Move.COMPLETE])
def test_whatever_became_of_the_referral(both: Both, step: Move | None) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    if step is not None:
        both.answer(referral, Move.ACCEPT)
    if step is Move.COMPLETE:
        both.answer(referral, Move.COMPLETE)
    state = both.fresh(referral).state
    forget_first(both)
    assert names_in(both, referral) == {SECOND}
    assert both.fresh(referral).state == state


def test_a_closed_packet_stays_closed_to_the_receiver(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    both.answer(referral, Move.REJECT, reason="waitlist")
    forget_first(both)
    packets = list(referral.packets.all())
    assert read_many(packets, both.cast.keyring(both.cast.lena_lakeside)) == {}
    [content] = read_many(packets, both.cast.keyring(both.cast.carl_cases)).values()
    assert set(Packed.of(content).values) == {SECOND}


def test_what_was_said_between_them_stays(both: Both) -> None:
    referral = both.send(both.draft([FIRST, SECOND], []))
    both.answer(referral, Move.ACCEPT, words="Bring her on Monday")
    forget_first(both)
    [packed] = both.opened(referral)
    assert [word.text for word in packed.exchanged] == ["Bring her on Monday"]


@pytest.mark.usefixtures("mild")
def test_a_link_to_it_leads_nowhere(outside: Both) -> None:
    made = make(outside, outside.send(outside.draft([FIRST, SECOND], [])))
    forget_first(outside)
    assert fetch(made.link.in_link) is None


@pytest.mark.usefixtures("mild")
def test_a_file_that_was_being_closed_meanwhile_is_not_made(
    outside: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = outside.send(outside.draft([FIRST, SECOND], []))
    true_way = age.close_with_code

    def slow(plain: bytes, code: str) -> bytes:
        forget_first(outside)
        return true_way(plain, code)

    monkeypatch.setattr(age, "close_with_code", slow)
    with pytest.raises(CannotNow) as refusal:
        make(outside, referral)
    assert refusal.value.sentence == links.CHANGED


def test_a_note_and_a_file_go_alone(both: Both) -> None:
    note, other = add_note(both, "the blue door"), add_note(both, "another")
    photo, paper = add_file(both, "photo.jpg"), add_file(both, "paper.pdf")
    kept = {f"note:{other.pk}"}
    referral = send(both, f"note:{note.pk}", f"file:{photo.pk}", f"file:{paper.pk}", *kept)
    forget(both, note)
    forget(both, photo)
    [packed] = both.opened(referral)
    assert set(packed.values) == kept
    assert [file.name for file in packed.files] == ["paper.pdf"]


def test_one_field_of_a_note_takes_the_note_out(both: Both) -> None:
    note, sara = add_note(both, "the blue door"), both.cast.sara_supervisor
    referral = send(both, f"note:{note.pk}", FIRST)
    fields.erase_field(note, "text", seen=1, by=sara, keyring=both.cast.keyring(sara))
    assert names_in(both, referral) == {FIRST}


@pytest.mark.parametrize("how", ["record", "removed", "field"])
def test_of_several_assessments_none_is_left_in_it(both: Both, how: str) -> None:
    """Which of them a value came from is not kept in a packet."""
    first, sara = assess(both, "a bed"), both.cast.sara_supervisor
    assess(both, "a lawyer")
    referral = send(both, NEEDS, FIRST)
    keyring = both.cast.keyring(sara)
    if how == "record":
        forget(both, first)
    elif how == "removed":
        remove_record(first, by=sara, keyring=keyring)
    else:
        fields.erase_field(first, "needs", seen=1, by=sara, keyring=keyring)
    assert names_in(both, referral) == {FIRST}


def test_an_assessment_of_somebody_else_changes_nothing(both: Both) -> None:
    assess(both, "a bed")
    theirs = assess(both, "a lawyer", make_participant(both.case))
    referral = send(both, NEEDS)
    forget(both, theirs)
    assert names_in(both, referral) == {NEEDS}


def test_an_event_goes_although_it_is_somebody_elses_by_now(both: Both) -> None:
    event = HistoricEvent(case=both.case, participant=both.rosa)
    write_new(event, answered({"hte_City": "Tampa"}))
    referral = send(both, "event.hte_City", FIRST)
    HistoricEvent.objects.filter(pk=event.pk).update(participant=make_participant(both.case))
    sara = both.cast.sara_supervisor
    event.refresh_from_db()
    removing.remove_record(event, by=sara, keyring=both.cast.keyring(sara))
    assert names_in(both, referral) == {FIRST}


def test_what_somebody_is_in_the_case(both: Both) -> None:
    make_participant(make_case(both.cast), both.rosa.person)
    referral = send(both, "participant.role", FIRST)
    forget(both, both.rosa)
    assert names_in(both, referral) == {FIRST}, "who they are is needed in the other case"


def test_who_somebody_was_goes_from_a_case_in_which_they_were_erased_first(both: Both) -> None:
    other = make_case(both.cast)
    there = make_participant(other, both.rosa.person)
    referral = send(both, FIRST)
    forget(both, both.rosa)
    assert names_in(both, referral) == {FIRST}
    erasing.erase_case(other, by=both.cast.sara_supervisor)
    assert both.opened(referral) == []
    assert referral.packets.get().erased
    assert both.fresh(referral).state == TaskState.CANCELLED
    assert Participant.objects.get(pk=there.pk).erased


def test_without_a_key_all_of_it_goes(both: Both) -> None:
    note = add_note(both, "the blue door")
    taken, asked = send(both, f"note:{note.pk}", FIRST), send(both, f"note:{note.pk}")
    without = send(both, FIRST)
    both.answer(taken, Move.ACCEPT)
    forget(both, note, with_key=False)
    assert both.opened(taken) == both.opened(asked) == []
    assert both.fresh(taken).state == TaskState.ACCEPTED
    assert both.fresh(asked).state == TaskState.CANCELLED
    assert names_in(both, without) == {FIRST}, "no note was in it"


def test_a_rule_erases_them_as_well(both: Both) -> None:
    note = add_note(both, "the blue door")
    referral, without = send(both, f"note:{note.pk}"), send(both, FIRST)
    KeepRule.objects.create(organisation=both.cast.riverside, kind=KeptKind.NOTE, days=1)
    Case.objects.filter(pk=both.case.pk).update(
        state=CaseState.CLOSED, closed_on=today().replace(year=today().year - 1)
    )
    assert erase_due() == 1
    assert both.opened(referral) == []
    assert names_in(both, without) == {FIRST}


def test_a_file_that_was_packed_without_its_name_takes_the_packet_along(both: Both) -> None:
    photo, paper = add_file(both, "photo.jpg"), add_file(both, "paper.pdf")
    referral = send(both, f"file:{photo.pk}", f"file:{paper.pk}")
    packet = referral.packets.select_related("envelope").get()
    keyring = both.cast.keyring(both.cast.carl_cases)
    content = Packed.of(read(packet, keyring))
    older = replace(content, files=tuple(replace(each, file_id="") for each in content.files))
    keyring.data_key(packet.envelope_id).seal(packet, "content", _as_before(older))
    packet.save()
    forget(both, photo)
    assert both.opened(referral) == []


def _as_before(packed: Packed) -> bytes:
    """As packets were sealed when a file had a name and its bytes only."""
    content = packed.as_content()
    return pack({**content, "files": [each[:2] for each in content["files"]]})


def test_the_case_that_the_receiver_began_is_theirs(both: Both) -> None:
    referral, lena = both.send(both.draft([FIRST], [])), both.cast.lena_lakeside
    both.answer(referral, Move.ACCEPT)
    circle = both.cast.compartment(both.cast.lakeside, "Case management")
    case = take_over(both.fresh(referral), circle, by=lena, keyring=both.cast.keyring(lena))
    forget_first(both)
    theirs = case.participants.get().person
    assert "Rosa" in str(read(theirs, both.cast.keyring(lena)))


def test_the_proof_names_who_was_given_it(both: Both) -> None:
    make_release(both.rosa, [SECOND], to="Somebody else")
    both.send(both.draft([FIRST], []), release=make_release(both.rosa))
    forget_first(both)
    tomb = Erasure.objects.get(target="cases.person")
    sara = both.sign_in(both.cast.sara_supervisor)
    page = sara.get(both.url("erasure", tomb.pk)).content.decode()
    assert "Tell the person that these were given something of it." in page
    assert "Dr Amal Haddad" in page
    assert "Somebody else" not in page


def test_before_everything_goes_the_page_names_them(both: Both) -> None:
    both.send(both.draft([FIRST], []), release=make_release(both.rosa))
    sara = both.sign_in(both.cast.sara_supervisor)
    for name, more in (("forget_person", [both.rosa.pk]), ("forget_case", [])):
        assert "Dr Amal Haddad" in sara.get(both.url(name, *more)).content.decode()
    note = add_note(both, "not sent")
    page = sara.get(both.url("forget_record", "cases.note", note.pk)).content.decode()
    assert "Dr Amal Haddad" not in page


def test_packets_of_others_are_left_alone(both: Both) -> None:
    other = make_participant(both.case)
    release = make_release(other, [FIRST], to=both.cast.lakeside)
    referral = both.send(both.draft([FIRST], []), release=release)
    forget_first(both)
    assert names_in(both, referral) == {FIRST}
    assert Packet.objects.filter(envelope__erased_at=None).count() == 1
