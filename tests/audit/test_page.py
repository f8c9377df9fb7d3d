"""The auditor's page: who may, what they see, and that looking leaves a trace."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.cast import ROLES, Cast
from tests.sites import StaffClient
from waymark.accounts.auditing import actions, queries
from waymark.accounts.auditing.queries import Wanted
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.roles import Role
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor, Entry

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Worker], StaffClient]
PAGES = ("/audit/", "/audit/export")


@pytest.fixture
def otto(cast: Cast, staff_client_for: ClientFor) -> StaffClient:
    return staff_client_for(cast.otto_auditor)


def add(event: Event, by: Worker | Actor, times: int = 1) -> None:
    with transaction.atomic():
        for _ in range(times):
            record(event, by=by)


def events() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def exported(client: StaffClient, query: str = "") -> list[dict[str, str]]:
    response: Any = client.get(f"/audit/export{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", [name for name, role in ROLES.items() if role != Role.AUDITOR])
def test_nobody_else_may(cast: Cast, staff_client_for: ClientFor, name: str) -> None:
    client = staff_client_for(cast[name])
    before = events()
    for path in PAGES:
        assert client.get(path).status_code == 403
    assert client.post("/audit/verify").status_code == 403
    assert events() == before


def test_a_stranger_is_asked_to_sign_in(stranger_client: StaffClient) -> None:
    for path in PAGES:
        assert stranger_client.get(path).status_code == 302
    assert stranger_client.post("/audit/verify").status_code in {302, 303}


def test_the_actions_check_for_themselves(cast: Cast) -> None:
    for attempt in (
        lambda: actions.read(Wanted(), by=cast.adam_admin),
        lambda: actions.export(Wanted(), by=cast.sara_supervisor),
        lambda: actions.verify(by=cast.ana_hotline),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_wrong_methods(otto: StaffClient) -> None:
    assert otto.post("/audit/").status_code == 405
    assert otto.post("/audit/export").status_code == 405
    assert otto.get("/audit/verify").status_code == 405


def test_reading_is_an_event_and_shows_who(cast: Cast, otto: StaffClient) -> None:
    add(Event.REPORT_READ, cast.ana_hotline)
    page = otto.get("/audit/").content.decode()
    assert "report:read" in page
    assert cast.ana_hotline.name in page
    assert events()[-1] == "audit:read"
    last = Entry.objects.order_by("seq").last()
    assert last is not None
    assert last.actor_id == cast.otto_auditor.id


def test_another_organisation_s_workers_are_not_shown(cast: Cast, otto: StaffClient) -> None:
    add(Event.SEARCH_MADE, cast.luis_lakeside)
    add(Event.REPORT_RECEIVED, Actor.REPORTER)
    add(Event.BACKUP_MADE, Actor.SYSTEM)
    rows = exported(otto)
    assert str(cast.luis_lakeside.id) not in {row["actor_id"] for row in rows}
    assert {"report:received", "backup:made"} <= {row["event"] for row in rows}
    response = otto.get("/audit/", {"worker": str(cast.luis_lakeside.pk)})
    assert response.status_code == 400
    assert "<td" not in response.content.decode()


def test_filters(cast: Cast, otto: StaffClient) -> None:
    add(Event.REPORT_READ, cast.ana_hotline, 2)
    add(Event.REPORT_READ, cast.carl_cases)
    add(Event.SEARCH_MADE, cast.ana_hotline)
    today = timezone.localdate()
    ana = f"worker={cast.ana_hotline.pk}"
    assert len(exported(otto, "?event=report:read")) == 3
    assert len(exported(otto, f"?event=report:read&{ana}")) == 2
    assert {row["who"] for row in exported(otto, f"?{ana}")} == {cast.ana_hotline.name}
    assert len(exported(otto, f"?event=search:made&day={today}")) == 1
    assert exported(otto, f"?day={today - timedelta(days=2)}") == []


@pytest.mark.parametrize(
    "query",
    [
        "event=report:eaten",
        "worker=nobody",
        "day=yesterday",
        "day=9999-12-31",
        "day=0001-01-01",
        "before=-1",
        "before=x",
        "before=99999999999999999999999",
        "event=%00",
    ],
)
def test_a_bad_filter_says_so(otto: StaffClient, query: str) -> None:
    before = events()
    for path in PAGES:
        assert otto.get(f"{path}?{query}").status_code == 400
    assert events() == before


def test_what_was_typed_is_kept(otto: StaffClient) -> None:
    page = otto.get("/audit/", {"day": "yesterday", "event": "report:read"}).content.decode()
    assert 'value="yesterday"' in page
    assert '<option value="report:read" selected>' in page


def test_pages_do_not_shift_while_the_log_grows(cast: Cast) -> None:
    add(Event.REPORT_READ, cast.ana_hotline, 2 * queries.PAGE_ROWS + 7)
    wanted, seen = Wanted(event=Event.REPORT_READ.value), []
    while True:
        found = actions.read(wanted, by=cast.otto_auditor)
        add(Event.REPORT_READ, cast.ana_hotline, 3)
        seen += [row.entry.seq for row in found.rows]
        if found.older is None:
            break
        wanted = Wanted(event=wanted.event, before=found.older)
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 2 * queries.PAGE_ROWS + 7


def test_the_links_keep_the_filter(cast: Cast, otto: StaffClient) -> None:
    add(Event.REPORT_READ, cast.ana_hotline, queries.PAGE_ROWS + 1)
    page = otto.get("/audit/", {"event": "report:read"}).content.decode()
    link = page.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    older = otto.get(f"/audit/?{link}").content.decode()
    assert older.count('<td dir="ltr">report:read</td>') == 1
    assert "Back to the newest" in older


def test_verify_says_that_it_is_whole_and_records_it(otto: StaffClient) -> None:
    seq, digest = Entry.objects.order_by("-seq").values_list("seq", "hash")[0]
    settings.AUDIT_ANCHOR_FILES[0].write_text(f"{seq} {bytes(digest).hex()}\n")
    response = otto.post("/audit/verify")
    assert response.status_code == 200
    assert "The audit log is whole" in response.content.decode()
    assert events()[-2:] == ["audit:verified", "audit:read"]


def test_verify_says_what_is_damaged(otto: StaffClient) -> None:
    seq = Entry.objects.count()
    settings.AUDIT_ANCHOR_FILES[0].write_text(f"{seq + 5} {'ab' * 32}\n")
    page = otto.post("/audit/verify").content.decode()
    assert "The audit log is damaged" in page
    assert f"it stops at entry {seq}" in page
    assert "audit:damage_found" in events()


def test_a_lost_anchor_place_is_shown(otto: StaffClient) -> None:
    with override_settings(
        AUDIT_ANCHOR_FILES=[settings.AUDIT_ANCHOR_FILES[0].parent / "usb" / "x"]
    ):
        page = otto.get("/audit/").content.decode()
    assert "cannot be read. Bring the place back" in page


def test_the_table_runs_no_formula(cast: Cast, otto: StaffClient) -> None:
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", ' =HYPERLINK("http://x")']
    for number, name in enumerate(bad):
        Worker.objects.filter(pk=list(cast.workers.values())[number].pk).update(name=name)
        add(Event.PASSWORD_CHANGED, list(cast.workers.values())[number])
    who = {row["who"] for row in exported(otto, "?event=password:changed")}
    assert who == {f"'{name}" for name in bad if name}


def test_exporting_is_an_event(otto: StaffClient) -> None:
    rows = exported(otto)
    assert [row["event"] for row in rows[:1]] == ["audit:exported"]
    assert events()[-1] == "audit:exported"
    assert {len(row["hash"]) for row in rows} == {64}


def test_the_page_in_arabic(cast: Cast, staff_client_for: ClientFor) -> None:
    Worker.objects.filter(pk=cast.otto_auditor.pk).update(language="ar")
    response = staff_client_for(cast.otto_auditor).get("/audit/")
    assert response.status_code == 200
    assert 'dir="rtl"' in response.content.decode()
