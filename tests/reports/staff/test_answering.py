"""Answers and notes: sealed, sent once, never lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.reports.staff.conftest import Clock, Desk, events, text_of
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.reports.actions import answering, thread, triage
from waymark.reports.models import Message, Note, State
from waymark.reports.states import CannotNow, ChangedMeanwhile, Seen
from waymark.vault.models import IndexedRecord, WrappedDataKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import reader_data_key

KEY = b"k" * 16


def test_the_reporter_reads_the_answer_and_nobody_else(desk: Desk) -> None:
    report = desk.report()
    message = desk.answer(report, "Estamos aquí.", by=desk.cast.ana_hotline)
    (said,) = desk.thread(report).messages
    assert (said.by_worker, said.text) == (True, "Estamos aquí.")
    stored = Message.objects.get()
    assert b"Estamos" not in bytes(stored.body)
    assert stored.envelope_id == report.envelope_id
    with pytest.raises(CannotOpen):
        desk.keyring(desk.cast.luis_lakeside).data_key(message.envelope_id)


def test_the_first_answer_keeps_the_promise_and_cuts_the_times(desk: Desk, clock: Clock) -> None:
    report, ana = desk.report(urgent=True), desk.cast.ana_hotline
    assert report.received_at == clock.now
    assert report.answer_due_at == clock.now + timedelta(minutes=15)
    clock.forward(minutes=9)
    desk.answer(report, by=ana)
    after = desk.fresh(report)
    assert after.answer_due_at is None
    assert after.reporter_waits_since is None
    assert (after.state, after.holder) == (State.ANSWERED, ana)
    hour = clock.now.replace(minute=0, second=0, microsecond=0)
    assert after.received_at == after.answered_at == after.state_at == hour
    assert Message.objects.get().sent_at == hour


def test_one_form_sends_one_answer(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    kept = {
        answering.answer(report, "Once.", form_key=KEY, by=ana, keyring=desk.keyring(ana)).pk
        for _ in range(3)
    }
    assert len(kept) == 1
    assert Message.objects.count() == 1
    assert events(Event.REPORT_ANSWERED, report) == 1
    other = desk.report()
    answering.answer(other, "Once.", form_key=KEY, by=ana, keyring=desk.keyring(ana))
    assert Message.objects.count() == 2


def test_a_repeated_form_shows_no_change_even_after_a_withdrawal(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    answering.answer(report, "Once.", form_key=KEY, by=ana, keyring=desk.keyring(ana))
    thread.withdraw(desk.thread(report))
    answering.answer(report, "Once.", form_key=KEY, by=ana, keyring=desk.keyring(ana))
    with pytest.raises(CannotNow):
        desk.answer(report, "Twice.", by=ana)
    assert Message.objects.count() == 1


def test_answers_count_up_among_the_reporters_messages(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    desk.answer(report, "One.", by=ana)
    desk.adds(report, "Two.")
    desk.answer(report, "Three.", by=ana)
    assert [said.text for said in desk.thread(report).messages] == ["One.", "Two.", "Three."]


def test_answering_for_a_colleague_leaves_the_report_theirs(desk: Desk) -> None:
    report, sara = desk.report(), desk.cast.sara_supervisor
    triage.take(report, by=desk.cast.ana_hotline)
    desk.answer(report, by=sara)
    assert desk.fresh(report).holder == desk.cast.ana_hotline


def test_a_word_that_came_meanwhile_is_read_first(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    seen = Seen.of(report)
    desk.adds(report)
    with pytest.raises(ChangedMeanwhile):
        answering.answer(
            report, "Late.", form_key=KEY, by=ana, keyring=desk.keyring(ana), seen=seen
        )
    assert not Message.objects.filter(author="worker").exists()


def test_an_answer_drops_the_old_index(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    key = desk.keyring(ana).compartment_keys[0]
    IndexedRecord.objects.create(envelope_id=report.envelope_id, compartment_key=key)
    desk.answer(report, by=ana)
    assert not IndexedRecord.objects.exists()


def test_a_note_opens_for_the_circle_and_not_for_the_code(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    note = answering.add_note(report, "Same van.", form_key=KEY, by=ana)
    answering.add_note(report, "Same van.", form_key=KEY, by=ana)
    assert Note.objects.count() == events(Event.REPORT_NOTED, report) == 1
    assert desk.keyring(ana).data_key(note.envelope_id).open(note, "body") == b"Same van."
    assert not WrappedDataKey.objects.filter(envelope=note.envelope).exclude(reader=None).exists()
    from waymark.reports.queries.public import receipts

    pair = receipts().reporter_pair(desk.receipts[report.pk])
    with pytest.raises(CannotOpen):
        reader_data_key(pair, note.envelope_id)


def test_the_page_sends_an_answer(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    response = ana.post(
        reverse("report_answer", args=[report.pk]),
        {"answer-text": "We are here.", "answer-form_key": KEY.hex(), "answer-seen": ".0"},
    )
    assert response.status_code == 302
    assert response["Location"] == reverse("report", args=[report.pk])
    assert desk.thread(report).messages[0].text == "We are here."


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_a_mistake_keeps_what_was_typed(desk: Desk, ana: StaffClient, text: str) -> None:
    report = desk.report()
    response = ana.post(reverse("report_answer", args=[report.pk]), {"answer-text": text})
    assert response.status_code == 422
    assert "Please check this" in text_of(response)
    assert text.strip() in response.content.decode()
    assert not Message.objects.exists()


def test_a_withdrawal_while_writing_keeps_the_text(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    thread.withdraw(desk.thread(report))
    response = ana.post(
        reverse("report_answer", args=[report.pk]),
        {"answer-text": "Words that took an hour.", "answer-form_key": KEY.hex()},
    )
    assert response.status_code == 409
    page = text_of(response)
    assert "The reporter has withdrawn this report." in page
    assert "Words that took an hour." in page
    assert not Message.objects.exists()


def test_a_colleague_who_took_it_meanwhile_is_named_and_the_text_kept(
    desk: Desk, ana: StaffClient
) -> None:
    report = desk.report()
    seen = str(Seen.of(report))
    triage.take(report, by=desk.cast.sara_supervisor)
    address = reverse("report_answer", args=[report.pk])
    form = {
        "answer-text": "Words that took an hour.",
        "answer-form_key": KEY.hex(),
        "answer-seen": seen,
    }
    response = ana.post(address, form)
    assert response.status_code == 409
    page = text_of(response)
    assert "Sara Supervisor holds this report now." in page
    assert "Words that took an hour." in page
    assert not Message.objects.exists()
    # The page that came back knows what it showed: sending again is a decision.
    now = str(Seen.of(desk.fresh(report)))
    assert f'value="{now}"' in page
    assert ana.post(address, {**form, "answer-seen": now}).status_code == 302
    assert Message.objects.count() == 1


def test_notes_through_the_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    address = reverse("report_note", args=[report.pk])
    form = {"note-text": "Same van <b>.", "note-form_key": KEY.hex()}
    assert ana.post(address, form).status_code == 302
    assert ana.post(address, form).status_code == 302
    assert Note.objects.count() == 1
    page = text_of(ana.get(reverse("report", args=[report.pk])))
    assert "Same van &lt;b&gt;." in page
    assert ana.post(address, {"note-text": ""}).status_code == 422


def test_a_form_without_its_key_still_sends(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    for broken in ("", "zz", "00", "0" * 64):
        response = ana.post(
            reverse("report_answer", args=[report.pk]),
            {"answer-text": f"Key {broken}", "answer-form_key": broken},
        )
        assert response.status_code in {302, 422}
    assert Message.objects.count() >= 3
