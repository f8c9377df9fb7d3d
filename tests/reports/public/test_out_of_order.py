"""A database that is full, locked or gone while somebody sends: words stay, nothing is claimed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.utils.html import escape

from tests.cast import Cast
from tests.reports.public.conftest import Phone, hidden, receipt_in
from waymark.reports.actions.answering import answer
from waymark.reports.actions.held import held_files
from waymark.reports.models import HeldFile, Message, Recipient, Report, State
from waymark.reports.queries import public as queries
from waymark.vault.form_token import Form, read
from waymark.vault.primitives import random_bytes
from waymark.web.actions import save_site

WORDS = 'They took <all> our passports.\n\n"Every" night & day. 🌙 \u202eabc'
LONG = WORDS + " word" * 3500
PDF = b"%PDF-1.4 inside"


@contextmanager
def full_disk() -> Iterator[None]:
    """The database file may not grow, and has no page to spare."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA max_page_count")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size instead
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")


def gone(*_: Any, **__: Any) -> None:
    raise OperationalError("MARKER: the server closed the connection unexpectedly")


def fields_of(page: str) -> dict[str, str]:
    """What the page sends again."""
    names = ("token", "what", "where", "contact_how", "recipient", "urgent")
    return {name: hidden(page, name) for name in names if f'name="{name}"' in page}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMA max_page_count is SQLite's")
def test_a_full_disk_keeps_the_words_and_the_second_try_stores_them_once(phone: Phone) -> None:
    save_site(organisation="Riverside", emergency_number="112")
    token = phone.token()
    with full_disk():
        refused = phone.send(LONG, token=token, where="Harbour <3>", urgent="1")
        assert not Report.objects.exists()
    page = refused.content.decode()
    assert refused.status_code == 503
    assert refused.headers["Cache-Control"] == "no-store"
    assert refused.headers["Retry-After"] == "60"
    assert "is not stored yet" in page
    assert "112" in page
    assert page.count(escape(LONG)) == 2
    sent_again = phone.client.post(phone.url("write/"), fields_of(page))
    code = receipt_in(sent_again)
    assert receipt_in(phone.send(LONG, token=token)) == code
    assert Report.objects.count() == 1
    found = queries.find_thread(code)
    assert found is not None
    assert found.content is not None
    assert found.content.what == LONG.strip()
    assert found.content.where == "Harbour <3>"
    assert found.report.urgent


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMA max_page_count is SQLite's")
def test_a_full_disk_still_shows_an_answer_and_keeps_a_message(phone: Phone, cast: Cast) -> None:
    code = phone.receipt()
    answer(
        Report.objects.get(),
        "Come on Monday.",
        form_key=random_bytes(16),
        keyring=cast.keyring(cast.ana_hotline),
        by=cast.ana_hotline,
    )
    with full_disk():
        shown = phone.open(code)
        refused = phone.do(code, "add", message=LONG, token=hidden(shown.content.decode(), "token"))
    assert shown.status_code == 200
    assert "Come on Monday." in shown.content.decode()
    assert refused.status_code == 503
    page = refused.content.decode()
    again = {name: hidden(page, name) for name in ("code", "do", "message", "token")}
    for _ in range(2):
        assert phone.client.post(phone.url("return/more/"), again).status_code == 200
    assert Message.objects.filter(author="reporter").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_stay_when_the_database_answers_nothing_at_all(
    recipient: Recipient,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    phone = Phone(language=language)
    token = phone.token()
    with monkeypatch.context() as patch, caplog.at_level(0):
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        queries.forget_recipients()
        file = SimpleUploadedFile("a.pdf", PDF)
        refused = phone.send(WORDS, token=token, never_do="call", files=file)
        assert phone.client.get("/x").status_code == 303
    page = refused.content.decode()
    assert refused.status_code == 503
    assert f'<html lang="{language}"' in page
    assert escape(WORDS) in page
    assert '<input id="files_input" type="file"' in page
    assert 'class="button leave" href="/x"' in page
    assert "MARKER" not in page + caplog.text
    assert "OperationalError" in caplog.text
    assert "passports" not in caplog.text
    assert receipt_in(phone.client.post(phone.url("write/"), fields_of(page)))


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["", "add", "withdraw_now", "erase_now"])
def test_no_step_of_a_thread_ends_in_a_bare_error(
    phone: Phone, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = phone.receipt()
    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
        refused = phone.do(code, step, message=WORDS) if step else phone.open(code)
    page = refused.content.decode()
    assert refused.status_code == 503
    assert hidden(page, "code") == code
    assert not step or escape(WORDS) in page
    assert Report.objects.get().state == State.NEW


@pytest.mark.django_db
def test_files_that_were_kept_before_are_still_there_for_the_second_try(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = phone.token()
    phone.send("", token=token, files=SimpleUploadedFile("a.pdf", PDF))
    with monkeypatch.context() as patch:
        patch.setattr("waymark.reports.views.public.submit", gone)
        refused = phone.send(WORDS, token=token, held="1")
    page = refused.content.decode()
    assert refused.status_code == 503
    assert 'type="file"' not in page
    assert [each.file.body for each in held_files(read(Form.REPORT, token))] == [PDF]
    again = {**fields_of(page), "held": hidden(page, "held")}
    answered = phone.client.post(phone.url("write/"), again)
    assert receipt_in(answered)
    assert "a.pdf" in answered.content.decode()


@pytest.mark.django_db
def test_a_receipt_is_shown_although_kept_files_cannot_be_removed_yet(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = phone.token()
    phone.send("", token=token, files=SimpleUploadedFile("a.pdf", PDF))
    monkeypatch.setattr("waymark.reports.actions.held.drop_held_files", gone)
    assert receipt_in(phone.send(WORDS, token=token, held="1"))
    assert HeldFile.objects.count() == 1


@pytest.mark.django_db
def test_the_form_opens_with_what_was_read_last(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert phone.client.get(phone.url("write/")).status_code == 200
    monkeypatch.setattr(queries, "_read_recipients", gone)
    queries.forget_recipients()
    assert "Three people" in phone.client.get(phone.url("write/")).content.decode()
