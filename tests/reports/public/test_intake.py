"""What is stored of a report: once, sealed, rounded, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.cast import HOTLINE, Cast
from tests.reports.public.conftest import Phone, make_recipient, receipt_in
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.reports.actions import intake
from waymark.reports.actions.intake import submit
from waymark.reports.content import Content
from waymark.reports.files import CheckedFile
from waymark.reports.models import Attachment, Recipient, Report, State
from waymark.reports.queries import public as queries
from waymark.vault import actions as vault
from waymark.vault.models import Envelope, WrappedDataKey
from waymark.vault.padding import size_class
from waymark.vault.primitives import random_bytes
from waymark.vault.records import to_the_hour

pytestmark = pytest.mark.django_db
CONTENT = Content(what="They sleep where they work.", contact_how="+1 555 0100")
OVERHEAD = 40  # nonce and authentication tag


def test_the_receipt_and_the_recipient_open_what_was_said(recipient: Recipient, cast: Cast) -> None:
    done = submit(recipient, CONTENT, [], random_bytes(16), "vi")
    report = Report.objects.get()
    assert done.report.pk == report.pk
    assert not done.repeated
    found = queries.find_thread(done.receipt)
    assert found is not None
    assert found.content == CONTENT
    key = cast.keyring(cast.ana_hotline).data_key(report.envelope_id)
    assert Content.from_bytes(key.open(report, "content")) == CONTENT
    assert report.language == "vi"
    assert report.state == State.NEW


def test_a_form_sent_again_stores_nothing_and_gives_the_same_receipt(recipient: Recipient) -> None:
    form_key = random_bytes(16)
    file = CheckedFile("a.pdf", "application/pdf", metadata_inside=True, body=b"%PDF-")
    first = submit(recipient, CONTENT, [file], form_key, "en")
    second = submit(recipient, Content(what="something else"), [file], form_key, "en")
    assert second.repeated
    assert second.receipt == first.receipt
    assert second.report.pk == first.report.pk
    assert Report.objects.count() == Attachment.objects.count() == 1
    assert Envelope.objects.count() == 2
    assert Entry.objects.filter(event=Event.REPORT_RECEIVED.value).count() == 1


def test_each_form_has_its_own_receipt(recipient: Recipient) -> None:
    receipts = {submit(recipient, CONTENT, [], random_bytes(16), "en").receipt for _ in range(20)}
    assert len(receipts) == 20


@pytest.mark.parametrize(
    ("content", "urgent", "minutes"),
    [
        (Content(what="x"), False, 24 * 60),
        (Content(what="x", urgent=True), True, 15),
        (Content(what="x", child=True), True, 15),
    ],
)
def test_the_promise_runs_from_the_exact_time(
    recipient: Recipient, content: Content, urgent: bool, minutes: int
) -> None:
    now = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
    report = submit(recipient, content, [], random_bytes(16), "en", received_at=now).report
    report.refresh_from_db()
    assert report.received_at == now
    assert report.answer_due_at == now + timedelta(minutes=minutes)
    assert report.state_at == to_the_hour(now)
    assert report.urgent is urgent


def test_the_log_says_that_a_report_came_to_the_hour_and_no_more(recipient: Recipient) -> None:
    report = submit(recipient, CONTENT, [], random_bytes(16), "en").report
    entry = Entry.objects.get(event=Event.REPORT_RECEIVED.value)
    assert entry.actor == Actor.REPORTER
    assert entry.actor_id is None
    assert entry.target_id == str(report.pk)
    assert entry.at == to_the_hour(entry.at)


def test_nothing_that_was_said_and_no_receipt_is_in_the_database(phone: Phone) -> None:
    code = phone.receipt("MARKER-what", where="MARKER-where", contact_how="MARKER-how")
    stored = dump()
    assert b"MARKER" not in stored
    for spelling in (code, code.replace("-", ""), code.lower()):
        assert spelling.encode() not in stored
    assert queries.receipts().reporter_pair(code).private not in stored
    assert django_settings.RECEIPT_KEY not in stored


def dump() -> bytes:
    """Every value of every table, as bytes."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our tables
            for row in cursor.fetchall():
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(found)


def test_no_address_and_no_browser_is_stored(phone: Phone) -> None:
    token = phone.token()
    phone.client.post(
        phone.url("write/"),
        {"token": token, "what": "x"},
        REMOTE_ADDR="203.0.113.77",
        HTTP_USER_AGENT="Mozilla MARKER",
        HTTP_X_FORWARDED_FOR="203.0.113.78",
    )
    assert Report.objects.count() == 1
    stored = dump()
    assert b"203.0.113" not in stored
    assert b"MARKER" not in stored


def test_no_log_line_is_written(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        code = phone.receipt("MARKER")
        phone.open(code)
        phone.open("ABCD")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "MARKER" not in said
    assert code not in said
    assert "127.0.0.1" not in said


@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000), st.text("ab", max_size=99))
def test_the_length_of_a_ciphertext_tells_only_its_size_class(
    recipient: Recipient, what: str, where: str
) -> None:
    content = Content(what=what, where=where)
    report = submit(recipient, content, [], random_bytes(16), "en").report
    assert len(report.content) - OVERHEAD == size_class(len(content.to_bytes()))


def test_a_fault_while_writing_leaves_nothing_behind(
    recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("waymark.audit.log.record_each", broken)
    form_key = random_bytes(16)
    with pytest.raises(DatabaseError):
        submit(recipient, CONTENT, [], form_key, "en")
    assert not Report.objects.exists()
    assert not Envelope.objects.exists()
    monkeypatch.undo()
    assert not submit(recipient, CONTENT, [], form_key, "en").repeated


def test_another_conflict_than_a_repeated_form_is_not_hidden(
    recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(intake, "save_all", broken)
    with pytest.raises(IntegrityError):
        submit(recipient, CONTENT, [], random_bytes(16), "en")


def test_a_key_that_was_rotated_meanwhile_is_not_sealed_to(
    cast: Cast, recipient: Recipient
) -> None:
    """The public site keeps recipients, and their keys, for some seconds."""
    cached = queries.published_recipients()[0].recipient
    old = cast.compartment(cast.riverside, HOTLINE)
    vault.rotate(old, by=cast.keyring(cast.ana_hotline))
    report = submit(cached, CONTENT, [], random_bytes(16), "en").report
    key = cast.keyring(cast.ana_hotline).data_key(report.envelope_id)
    assert Content.from_bytes(key.open(report, "content")) == CONTENT


def test_each_compartment_of_the_recipient_gets_the_key(cast: Cast) -> None:
    recipient = make_recipient(cast, "both")
    recipient.compartments.add(cast.compartment(cast.riverside, "Case management"))
    report = submit(recipient, CONTENT, [], random_bytes(16), "en").report
    for worker in (cast.ana_hotline, cast.carl_cases):
        assert cast.keyring(worker).data_key(report.envelope_id)
    assert WrappedDataKey.objects.filter(envelope=report.envelope).count() == 3


def test_storing_takes_few_queries(phone: Phone, settings: Any) -> None:
    settings.SITE_CACHE_SECONDS = 600
    phone.receipt("This fills what is kept for some seconds.")
    token = phone.token()
    with CaptureQueriesContext(connection) as captured:
        receipt_in(phone.send("x", token=token))
    made = [query["sql"] for query in captured]
    assert sum("INSERT INTO" in sql for sql in made) == 4
    assert sum(" FROM " in sql for sql in made) == 2  # the compartments' keys, the log's head


class TestReceiptShownAgain:
    def test_within_the_hour_it_is(self, phone: Phone) -> None:
        token = phone.token()
        code = phone.receipt("x", token=token)
        assert receipt_in(phone.send("x", token=token)) == code

    def test_later_it_is_not_for_somebody_may_have_taken_the_phone(self, phone: Phone) -> None:
        token = phone.token()
        code = phone.receipt("x", token=token)
        Report.objects.update(received_at=timezone.now() - timedelta(minutes=61))
        answer = phone.send("x", token=token)
        assert answer.status_code == 200
        assert "We have this report already" in answer.content.decode()
        assert code not in answer.content.decode()

    def test_it_is_for_somebody_who_was_answered_before_their_line_came_back(
        self, phone: Phone
    ) -> None:
        token = phone.token()
        code = phone.receipt("x", token=token)
        Report.objects.update(received_at=to_the_hour(timezone.now()), answer_due_at=None)
        assert receipt_in(phone.send("x", token=token)) == code

    def test_it_is_not_once_the_code_was_used(self, phone: Phone) -> None:
        token = phone.token()
        code = phone.receipt("x", token=token)
        Report.objects.update(answer_read_at=timezone.now())
        assert code not in phone.send("x", token=token).content.decode()

    def test_it_is_not_once_the_report_is_erased(self, phone: Phone) -> None:
        token = phone.token()
        code = phone.receipt("x", token=token)
        phone.do(code, "erase_now")
        page = phone.send("x", token=token).content.decode()
        assert code not in page
        assert "This report is erased" in page
        assert Report.objects.count() == 1
