"""Coming back with a code: read, add, withdraw, take back, erase."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.reports.public.conftest import Phone, hidden
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.reports.actions import thread as actions
from waymark.reports.actions.answering import add_note, answer
from waymark.reports.models import (
    Attachment,
    Disposition,
    Message,
    Note,
    Report,
    State,
)
from waymark.reports.queries import public as queries
from waymark.vault.letters import ALPHABET
from waymark.vault.models import Envelope, WrappedDataKey
from waymark.vault.primitives import random_bytes
from waymark.vault.receipts import Receipts
from waymark.vault.records import to_the_hour

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 inside"


def events(report: Report) -> list[str]:
    rows = Entry.objects.filter(target_id=str(report.pk)).order_by("seq")
    return [row.event for row in rows if row.actor == "reporter"]


def worker_answers(cast: Cast, text: str = "We hear you.") -> None:
    ana = cast.ana_hotline
    answer(Report.objects.get(), text, form_key=random_bytes(16), by=ana, keyring=cast.keyring(ana))


@pytest.fixture
def code(phone: Phone) -> str:
    return phone.receipt("They sleep where they work.")


class TestCode:
    def test_it_may_be_typed_in_many_ways(self, phone: Phone, code: str) -> None:
        plain = code.replace("-", "")
        for typed in (code, plain, plain.lower(), f"  {' '.join(plain)} ", code.replace("0", "o")):
            assert "Your report" in phone.open(typed).content.decode()

    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(typed=st.text(max_size=60))
    def test_a_wrong_one_gets_one_answer_whatever_it_is(
        self, phone: Phone, code: str, typed: str
    ) -> None:
        typed = typed.encode("utf-8", "replace").decode().replace("\x00", "").strip()
        answer = phone.open(typed)
        assert answer.status_code == 422
        page = answer.content.decode().replace(f'value="{escape(typed)}"', 'value=""')
        blank = phone.open("").content.decode()
        assert page == blank

    def test_a_close_one_takes_the_same_way_as_a_far_one(
        self, phone: Phone, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked: list[bytes] = []
        lookup = Receipts.lookup

        def noting(self: Receipts, receipt: str) -> bytes:
            looked.append(lookup(self, receipt))
            return looked[-1]

        monkeypatch.setattr(Receipts, "lookup", noting)
        last = ALPHABET[(ALPHABET.index(code[-1]) + 1) % 32]
        for typed in (code[:-1] + last, "0" * 17, "far away", ""):
            assert phone.open(typed).status_code == 422
        assert [len(value) for value in looked] == [32] * 4

    def test_without_a_code_nothing_can_be_done(self, phone: Phone, code: str) -> None:
        for step in ("add", "withdraw_now", "erase_now", "erase", "restore", ""):
            assert phone.do("wrong", step).status_code == 422
        assert Report.objects.get().state == State.NEW

    def test_the_page_of_steps_asks_for_the_code_when_it_is_opened(self, phone: Phone) -> None:
        answer = phone.client.get(phone.url("return/more/"))
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/en/return/"

    def test_an_unknown_step_shows_the_thread(self, phone: Phone, code: str) -> None:
        assert phone.do(code, "nonsense").status_code == 400
        assert Report.objects.get().state == State.NEW


class TestReading:
    def test_the_reporter_reads_what_was_answered_and_it_is_noted_to_the_hour(
        self, phone: Phone, cast: Cast, code: str
    ) -> None:
        worker_answers(cast, "We can meet <you> tomorrow.")
        page = phone.open(code).content.decode()
        assert escape("We can meet <you> tomorrow.") in page
        read_at = Report.objects.get().answer_read_at
        assert read_at is not None
        assert read_at == to_the_hour(read_at)

    def test_without_an_answer_nothing_is_noted(self, phone: Phone, code: str) -> None:
        phone.open(code)
        assert Report.objects.get().answer_read_at is None

    def test_an_answer_that_came_while_reading_is_still_unread(self, cast: Cast, code: str) -> None:
        worker_answers(cast, "One.")
        found = queries.find_thread(code)
        assert found is not None
        worker_answers(cast, "Two.")
        actions.note_answer_read(found)
        assert Report.objects.get().answer_read_at is None

    def test_a_workers_note_is_not_for_the_reporter(
        self, phone: Phone, cast: Cast, code: str
    ) -> None:
        report = Report.objects.get()
        add_note(report, "Careful here.", form_key=random_bytes(16), by=cast.ana_hotline)
        assert "Careful here." not in phone.open(code).content.decode()
        note = Note.objects.get()
        assert not WrappedDataKey.objects.filter(envelope=note.envelope, compartment_key=None)

    def test_a_late_answer_is_admitted(self, phone: Phone, code: str) -> None:
        assert "They promised to answer within 24 hours." in phone.open(code).content.decode()
        Report.objects.update(answer_due_at=timezone.now() - timedelta(minutes=1))
        assert "The promised answer is late." in phone.open(code).content.decode()

    @pytest.mark.parametrize("state", State.values)
    def test_each_state_has_its_words(self, phone: Phone, code: str, state: str) -> None:
        Report.objects.update(state=state)
        page = phone.open(code)
        assert page.status_code == 200
        assert page.content.decode().count("<h1>") == 1

    def test_a_damaged_thread_says_that_it_cannot_be_opened(self, phone: Phone, code: str) -> None:
        WrappedDataKey.objects.all().delete()
        assert "We cannot open this report" in phone.open(code).content.decode()
        assert phone.add(code, "Hello?").status_code == 409


class TestAdding:
    def test_a_message_is_sealed_and_rounded_and_the_report_waits_again(
        self, phone: Phone, cast: Cast, code: str
    ) -> None:
        worker_answers(cast)
        phone.add(code, "MARKER tomorrow they move")
        message = Message.objects.get(author="reporter")
        report = Report.objects.get()
        assert b"MARKER" not in message.body
        assert message.sent_at == to_the_hour(message.sent_at)
        assert message.worker is None
        assert report.state == State.TAKEN
        assert report.holder == cast.ana_hotline
        waits = report.reporter_waits_since
        assert waits is not None
        assert waits == to_the_hour(waits)
        key = cast.keyring(cast.ana_hotline).data_key(report.envelope_id)
        assert key.open(message, "body") == b"MARKER tomorrow they move"
        assert events(report)[-1] == Event.REPORT_ADDED_TO.value

    def test_a_closed_report_is_opened_again(self, phone: Phone, code: str) -> None:
        Report.objects.update(state=State.CLOSED, disposition=Disposition.SPAM, answer_due_at=None)
        phone.add(code, "It is not spam.")
        report = Report.objects.get()
        assert (report.state, report.disposition) == (State.NEW, "")

    def test_the_oldest_unanswered_message_counts(self, phone: Phone, code: str) -> None:
        phone.add(code, "One.")
        earlier = to_the_hour(timezone.now()) - timedelta(hours=3)
        Report.objects.update(reporter_waits_since=earlier)
        phone.add(code, "Two.")
        assert Report.objects.get().reporter_waits_since == earlier
        assert [m.position for m in Message.objects.all()] == [0, 1]

    def test_sent_again_it_is_stored_once(self, phone: Phone, code: str) -> None:
        token = hidden(phone.open(code).content.decode(), "token")
        for _ in range(3):
            sent = phone.do(code, "add", message="Please hurry.", token=token)
            assert sent.status_code == 200
            assert "Your message has arrived." in sent.content.decode()
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(("token", "status"), [("", 400), ("wrong", 400)])
    def test_a_wrong_token_keeps_the_text(
        self, phone: Phone, code: str, token: str, status: int
    ) -> None:
        sent = phone.do(code, "add", message="Please <hurry>.", token=token)
        assert sent.status_code == status
        assert "Please &lt;hurry&gt;.</textarea>" in sent.content.decode()
        assert not Message.objects.exists()

    def test_the_token_of_a_report_is_none_for_a_message(self, phone: Phone, code: str) -> None:
        assert phone.do(code, "add", message="x", token=phone.token()).status_code == 400

    def test_nothing_and_too_much_are_mistakes(self, phone: Phone, code: str) -> None:
        assert phone.add(code, "  ").status_code == 422
        sent = phone.add(code, "m" * 20_001)
        assert sent.status_code == 422
        assert "1 letter too long" in sent.content.decode()
        assert "m" * 20_001 in sent.content.decode()


class TestWithdrawing:
    def test_it_is_asked_first_and_can_be_taken_back(self, phone: Phone, code: str) -> None:
        assert "Withdraw your report?" in phone.do(code, "withdraw").content.decode()
        assert Report.objects.get().state == State.NEW
        phone.do(code, "withdraw_now")
        report = Report.objects.get()
        assert report.state == State.WITHDRAWN
        assert report.answer_due_at is None
        assert report.received_at == to_the_hour(report.received_at)
        phone.do(code, "restore")
        report = Report.objects.get()
        assert report.state == State.NEW
        assert report.answer_due_at is not None
        assert report.answer_due_at > timezone.now()
        assert events(report)[1:] == [Event.REPORT_WITHDRAWN.value, Event.REPORT_RESTORED.value]

    def test_twice_is_once(self, phone: Phone, code: str) -> None:
        for step in ("withdraw_now", "withdraw_now", "restore", "restore"):
            assert phone.do(code, step).status_code == 200
        assert len(events(Report.objects.get())) == 3
        assert Report.objects.get().state == State.NEW

    def test_an_answered_report_comes_back_answered(
        self, phone: Phone, cast: Cast, code: str
    ) -> None:
        worker_answers(cast)
        phone.do(code, "withdraw_now")
        phone.do(code, "restore")
        report = Report.objects.get()
        assert (report.state, report.answer_due_at) == (State.ANSWERED, None)

    def test_a_withdrawn_report_takes_no_message_and_keeps_the_text(
        self, phone: Phone, code: str
    ) -> None:
        token = hidden(phone.open(code).content.decode(), "token")
        phone.do(code, "withdraw_now")
        sent = phone.do(code, "add", message="One more thing.", token=token)
        assert sent.status_code == 409
        assert "One more thing." in sent.content.decode()
        assert "Bring it back first" in sent.content.decode()
        assert not Message.objects.exists()


class TestErasing:
    @pytest.fixture
    def full(self, phone: Phone, cast: Cast) -> str:
        """A report with everything that can hang on it."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        code = phone.receipt("They sleep where they work.", files=SimpleUploadedFile("a.pdf", PDF))
        worker_answers(cast)
        phone.add(code, "Thank you.")
        report = Report.objects.get()
        add_note(report, "Careful.", form_key=random_bytes(16), by=cast.ana_hotline)
        return code

    def test_it_is_asked_first(self, phone: Phone, full: str) -> None:
        assert "Erase everything?" in phone.do(full, "erase").content.decode()
        assert Report.objects.get().state != State.ERASED

    def test_every_key_and_every_ciphertext_is_gone(self, phone: Phone, full: str) -> None:
        page = phone.do(full, "erase_now")
        assert "This report is erased" in page.content.decode()
        assert not WrappedDataKey.objects.exists()
        assert not Envelope.objects.filter(erased_at=None).exists()
        report = Report.objects.get()
        assert bytes(report.content) == b""
        assert all(bytes(m.body) == b"" for m in Message.objects.all())
        assert all(bytes(n.body) == b"" for n in Note.objects.all())
        assert all(bytes(a.body) + bytes(a.label) == b"" for a in Attachment.objects.all())
        assert report.state == State.ERASED
        assert report.holder is None
        assert report.received_at == to_the_hour(report.received_at)
        assert events(report)[-1] == Event.REPORT_ERASED.value

    def test_coming_back_says_that_it_is_erased(self, phone: Phone, full: str) -> None:
        phone.do(full, "erase_now")
        later = phone.open(full)
        assert later.status_code == 200
        assert "This report is erased" in later.content.decode()
        assert "They sleep" not in later.content.decode()

    @pytest.mark.parametrize("step", ["add", "withdraw_now", "restore"])
    def test_nothing_more_can_be_done(self, phone: Phone, full: str, step: str) -> None:
        token = hidden(phone.open(full).content.decode(), "token")
        phone.do(full, "erase_now")
        before = Entry.objects.count()
        sent = phone.do(full, step, message="One more thing.", token=token)
        assert sent.status_code == 409
        assert "One more thing." in sent.content.decode()
        assert Entry.objects.count() == before
        assert Report.objects.get().state == State.ERASED

    def test_twice_is_once(self, phone: Phone, full: str) -> None:
        phone.do(full, "erase_now")
        before = Entry.objects.count()
        assert "erased" in phone.do(full, "erase_now").content.decode()
        assert Entry.objects.count() == before
