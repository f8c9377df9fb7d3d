"""What breaks is seen by the operator, and nothing that anybody wrote is."""

import io
import logging
import logging.config
from collections.abc import Iterator

import pytest

from tests.sites import PublicClient, StaffClient
from waymark.config.base import LOGGING
from waymark.reports.models import Recipient
from waymark.reports.views import public
from waymark.web import views as web_views
from waymark.web.faults import Place

WORDS = "Yusef keeps us at 12 Mill Road"
ADDRESS = "203.0.113.77"
LOGGERS = ("", "django.request", "django.security", "waitress")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the operator reads, with loggers as both sites set them up."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(each, each.handlers[:], each.level, each.propagate) for each in loggers]
    logging.config.dictConfig(LOGGING)
    text = io.StringIO()
    for each in loggers:
        for handler in each.handlers:
            assert isinstance(handler, logging.StreamHandler)
            handler.setStream(text)
    yield text
    for each, handlers, level, propagate in before:
        each.handlers, each.level, each.propagate = handlers, level, propagate
    logging.getLogger().manager._clear_cache()  # type: ignore[attr-defined]  # levels changed by hand


def breaks(*given: object, **_: object) -> None:
    try:
        raise LookupError(f"{WORDS} {given}")
    except LookupError as fault:
        raise ValueError(f"{WORDS} from {ADDRESS}") from fault


@pytest.mark.parametrize("name", ["read_body", "_receive", "submit"])
def test_words_of_a_report_never_reach_the_log(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, recipient: Recipient, name: str
) -> None:
    monkeypatch.setattr(public, name, breaks)
    phone = PublicClient(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    token = phone.get("/en/write/").content.decode().partition('name="token" value="')[2]
    sent = {"token": token.partition('"')[0], "what": WORDS, "where": WORDS}
    response = phone.post(f"/en/write/?q={ADDRESS}", sent, HTTP_USER_AGENT=WORDS)
    assert response.status_code == 500
    written = log.getvalue()
    assert "ERROR django.request: ValueError at reports/views/public.py:" in written
    for word in ("Yusef", "Mill", ADDRESS, "write", "Traceback"):
        assert word not in written


def test_a_broken_page_of_the_staff_site_is_seen_without_its_address(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, recipient: Recipient
) -> None:
    monkeypatch.setattr(web_views, "connection", None)
    staff = StaffClient(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    assert staff.get(f"/healthz?q={ADDRESS}").status_code == 500
    assert "ERROR django.request: " in log.getvalue()
    assert " at web/views.py:" in log.getvalue().replace(" > ", " at ")
    assert ADDRESS not in log.getvalue()
    assert "healthz" not in log.getvalue()


@pytest.mark.parametrize("address", ["/en/none-of-ours/", "/en/return/"])
def test_a_refused_request_is_not_logged(
    log: io.StringIO, recipient: Recipient, address: str
) -> None:
    PublicClient().post(address, {"code": WORDS})
    assert log.getvalue() == ""


def test_what_the_server_logs_loses_its_words_too(log: io.StringIO) -> None:
    try:
        breaks()
    except ValueError:
        logging.getLogger("waitress").exception("Exception while serving /en/%s", WORDS)
    assert log.getvalue().count("ERROR waitress: ValueError at ") == 1
    assert "Yusef" not in log.getvalue()


def test_a_fault_without_an_exception_shows_only_its_status() -> None:
    record = logging.makeLogRecord({"msg": WORDS, "levelname": "ERROR", "name": "django.request"})
    record.status_code = 503
    assert Place().format(record).endswith("ERROR django.request: answered 503")
