"""What is loaded: all there is to see, written by the real actions, sealed for its readers."""

from collections import Counter
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Template
from django.test import override_settings
from django.utils import timezone, translation

from tests.demo.stage import Stage
from tests.sites import PublicClient, StaffClient, site_settings
from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.models import Worker
from waymark.accounts.roles import OPENS_RECORDS, Role
from waymark.audit.models import Entry
from waymark.config import public
from waymark.contacts.data_file import read_contacts
from waymark.contacts.models import Contact, Proposal
from waymark.demo import build, facts
from waymark.demo.script import read_stories
from waymark.learn.lessons.gain import FEWEST, gains
from waymark.learn.lessons.reading import library
from waymark.reports.actions.retention import erase_due
from waymark.reports.models import (
    Attachment,
    Author,
    Disposition,
    Message,
    Note,
    Recipient,
    Report,
    Situation,
    State,
)
from waymark.reports.queries.public import find_thread, published_recipients
from waymark.reports.queries.visible import visible_to
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import to_the_hour
from waymark.web.queries import site

# Each test runs in a savepoint inside the stage's transaction.
pytestmark = pytest.mark.django_db

LOGINS = (
    "ana_hotline",
    "linh_hotline",
    "carl_cases",
    "sara_supervisor",
    "ivan_analyst",
    "dora_directory",
    "dan_directory",
    "vera_contacts",
    "vito_contacts",
    "otto_auditor",
    "adam_admin",
    "luis_lakeside",
    "mina_lakeside",
    "sol_lakeside",
    "dina_lakeside",
    "ada_lakeside",
)
RIVERSIDE_READERS = ("ana_hotline", "linh_hotline", "carl_cases", "sara_supervisor")
LAKESIDE_READERS = ("luis_lakeside", "mina_lakeside", "sol_lakeside")


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_second_time_changes_nothing(stage: Stage) -> None:
    before, kept = counts(), facts.path().read_bytes()

    assert build.build() == stage.facts
    assert counts() == before
    assert facts.path().read_bytes() == kept


def test_lessons_were_done_and_one_group_is_too_small_to_show(stage: Stage) -> None:
    analyst = Worker.objects.get(login="ivan_analyst")
    found = {(one.lesson, one.language): one for one in gains(analyst)}
    assert {lesson for lesson, _ in found} == set(library())
    shown = {key for key, one in found.items() if one.gain is not None}
    assert found.keys() - shown == {("hotline", "en")}
    assert all(one.learners >= FEWEST for key, one in found.items() if key in shown)


def test_facts_are_for_their_owner_only(stage: Stage) -> None:
    assert (stage.home / "demonstration.json").stat().st_mode & 0o777 == 0o600


def test_there_is_a_worker_for_every_role(stage: Stage) -> None:
    roles = {(w.organisation.name, role) for w in Worker.objects.all() for role in w.roles}

    assert {role for name, role in roles if name == "Riverside Coalition"} == set(Role)
    assert {role for name, role in roles if name == "Lakeside Legal Aid"} == {
        Role.HOTLINE_WORKER,
        Role.CASE_MANAGER,
        Role.SUPERVISOR,
        Role.DIRECTORY_EDITOR,
        Role.ADMINISTRATOR,
    }
    assert tuple(one.login for one in stage.facts.sign_ins) == LOGINS


@pytest.mark.parametrize("login", LOGINS)
def test_every_printed_name_signs_in_with_password_and_code(stage: Stage, login: str) -> None:
    client = StaffClient()
    code, seconds = facts.current_code(stage.facts.totp_secret)

    client.post("/sign-in/", {"login": login, "password": stage.facts.password})
    before = client.get("/me/")
    client.post("/sign-in/second/", {"code": code})

    assert 0 < seconds <= facts.CODE_SECONDS
    assert before.status_code == 302, "the password alone opens no page"
    assert client.get("/me/").status_code == 200
    assert client.get("/", follow=True).status_code == 200


@pytest.mark.parametrize("login", ["ana_hotline", "adam_admin"])
def test_what_the_queue_shows_is_for_its_readers(stage: Stage, login: str) -> None:
    client = StaffClient()
    code, _ = facts.current_code(stage.facts.totp_secret)
    client.post("/sign-in/", {"login": login, "password": stage.facts.password})
    client.post("/sign-in/second/", {"code": code})

    shown = client.get("/queue/")

    assert ("guesthouse" in shown.content.decode()) == (login == "ana_hotline")


def test_every_state_is_there(stage: Stage) -> None:
    assert {state for (state,) in Report.objects.values_list("state")} == set(State.values)
    assert Report.objects.count() == len(read_stories())


def test_every_disposition_is_there(stage: Stage) -> None:
    closed = Report.objects.filter(state=State.CLOSED)

    assert set(closed.values_list("disposition", flat=True)) == set(Disposition.values)
    assert not Report.objects.exclude(state=State.CLOSED).exclude(disposition="").exists()


def test_every_language_waits_in_the_queue(stage: Stage) -> None:
    languages = dict(settings.LANGUAGES)

    for state in (State.NEW, State.TAKEN, State.ANSWERED):
        found = set(Report.objects.filter(state=state).values_list("language", flat=True))
        assert len(found) >= 2
    assert set(Report.objects.values_list("language", flat=True)) == set(languages)


def test_promises_run_out_and_run(stage: Stage) -> None:
    now = timezone.now()
    waiting = Report.objects.filter(state=State.NEW, quarantined=False)

    assert waiting.filter(urgent=True, answer_due_at__gt=now).count() >= 2
    assert waiting.filter(urgent=True, answer_due_at__lt=now).exists()
    assert waiting.filter(urgent=False, answer_due_at__lt=now).exists()
    assert waiting.filter(urgent=False, answer_due_at__gt=now).exists()


def test_a_child_is_told_of_in_new_and_held_reports(stage: Stage) -> None:
    child = [report for report, said in stage.opened_by("ana_hotline").items() if said.child]

    assert all(report.urgent for report in child)
    assert {State.NEW} < {State(report.state) for report in child}


def test_a_flood_is_set_apart(stage: Stage) -> None:
    flood = Report.objects.filter(quarantined=True)

    assert flood.count() == 3
    assert not flood.exclude(state=State.NEW).exists()


def test_answers_are_read_and_unread_and_written_back_to(stage: Stage) -> None:
    answered = Report.objects.filter(state=State.ANSWERED)

    assert answered.filter(answer_read_at=None).count() >= 2
    assert answered.exclude(answer_read_at=None).count() >= 2
    assert Report.objects.exclude(answered_at=None).exclude(reporter_waits_since=None).count() >= 3
    first = Report.objects.filter(answered_at=None, state=State.TAKEN)
    assert first.exclude(reporter_waits_since=None).exists(), "wrote again before any answer"


def test_situations_hold_several_reports(stage: Stage) -> None:
    grouped = Counter(Report.objects.exclude(situation=None).values_list("situation", flat=True))
    keyring = stage.keyrings["sara_supervisor"]
    titles = {
        keyring.data_key(each.envelope_id).open(each, "title").decode()
        for each in Situation.objects.all()
    }

    assert sorted(grouped.values()) == [2, 3]
    assert titles == {"Orchard and packing shed, Lower Quill", "Nail salon, Saltmarsh Road"}


def test_files_are_cleaned_or_marked(stage: Stage) -> None:
    keyring = stage.keyrings["ana_hotline"]
    opened = []
    for file in Attachment.objects.all():
        key = keyring.data_key(file.envelope_id)
        opened.append((key.open(file, "label"), key.open(file, "body")))
    photos = [body for label, body in opened if b"image/jpeg" in label]
    documents = [body for label, body in opened if b'"metadata_inside":true' in label]

    assert len(photos) == 2
    assert not any(b"Invented Camera" in body for body in photos)
    assert len(documents) == 1
    assert b"Invented Contractor" in documents[0]


def test_notes_are_closed_to_the_reporter(stage: Stage) -> None:
    assert Note.objects.count() >= 4
    threads = set(Report.objects.values_list("envelope_id", flat=True))
    assert not Note.objects.filter(envelope_id__in=threads).exists()


@pytest.mark.parametrize("place", range(5))
def test_every_printed_receipt_opens_its_thread(stage: Stage, place: int) -> None:
    thread = find_thread(stage.facts.receipts[place].receipt)

    assert thread is not None
    assert thread.content is not None
    assert thread.answered


def test_there_are_receipts_in_every_language(stage: Stage) -> None:
    threads = [find_thread(one.receipt) for one in stage.facts.receipts]

    assert {thread.report.language for thread in threads if thread} == {"en", "es", "vi", "ar"}


def test_what_is_erased_opens_for_nobody(stage: Stage) -> None:
    erased = Report.objects.get(state=State.ERASED)

    assert not bytes(erased.content)
    for login in RIVERSIDE_READERS:
        with pytest.raises(CannotOpen):
            stage.keyrings[login].data_key(erased.envelope_id)


def test_each_team_opens_its_own_reports_and_no_other(stage: Stage) -> None:
    alive = Report.objects.exclude(state=State.ERASED)
    hotline = set(alive.filter(recipient__slug="hotline"))
    legal = set(alive.filter(recipient__slug="legal"))

    assert len(hotline) > len(legal) > 2
    for login in RIVERSIDE_READERS:
        assert set(stage.opened_by(login)) == hotline
        assert set(visible_to(Worker.objects.get(login=login))) >= hotline
    for login in LAKESIDE_READERS:
        assert set(stage.opened_by(login)) == legal
        assert set(visible_to(Worker.objects.get(login=login))) == legal


@pytest.mark.parametrize("login", sorted(set(LOGINS) - {*RIVERSIDE_READERS, *LAKESIDE_READERS}))
def test_everybody_else_opens_none(stage: Stage, login: str) -> None:
    """Administrators first of all, but also everybody whose work needs no report."""
    worker = Worker.objects.get(login=login)

    inside = {compartment.name for compartment in stage.keyrings[login].compartments}
    assert inside <= {DIRECTORY}
    assert bool(inside) == (Role.DIRECTORY_EDITOR in worker.roles)
    assert stage.opened_by(login) == {}
    assert not visible_to(worker).exists()


def test_an_administrator_has_no_role_that_opens_records(stage: Stage) -> None:
    for worker in Worker.objects.filter(role_rows__role=Role.ADMINISTRATOR):
        assert not worker.roles & OPENS_RECORDS


def test_reporters_may_choose_two_teams_in_four_languages(stage: Stage) -> None:
    published = [each.recipient.slug for each in published_recipients()]

    assert published == ["hotline", "legal"]
    for recipient in Recipient.objects.all():
        assert recipient.texts.count() == 4
        assert recipient.on_call.exists()
    assert Recipient.objects.filter(published=False).exists()


def test_contacts_are_the_real_ones(stage: Stage) -> None:
    assert Contact.objects.count() == len(read_contacts())
    assert not Contact.objects.filter(source_url="").exists()


def test_an_invented_line_waits_for_a_second_person_and_shows_to_nobody(stage: Stage) -> None:
    waiting = Proposal.objects.get()
    assert waiting.is_open
    assert "invented" in waiting.name
    assert "555-01" in waiting.row["number"][0]["printed"]
    assert not Contact.objects.filter(slug=waiting.row["slug"]).exists()
    others = [one for one in stage.facts.sign_ins if one.login == "vito_contacts"]
    assert waiting.by is not None
    assert others, "somebody else can confirm it"
    assert waiting.by.login != others[0].login


def test_the_emergency_number_stands_on_the_pages(stage: Stage) -> None:
    assert site().emergency_number == "911"


def test_help_contacts_stand_beside_a_receipt_and_on_the_lines_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The bundled numbers expire as they do for everybody: look on a day on which they hold.
    monkeypatch.setattr(timezone, "localdate", lambda: Contact.objects.earliest("expires").expires)
    with override_settings(**site_settings(public)), translation.override("es"):
        shown = Template("{% load contacts %}{% help_contacts %}").render(Context())
    assert 'href="tel:+1' in shown
    lines = PublicClient().get("/es/lines/").content.decode()
    assert lines.count("<h3") >= 2
    assert site().checked_languages == [], "no native speaker has checked a page yet"


def test_threads_say_what_the_stories_say(stage: Stage) -> None:
    """Every word of every story can be read by its team, in its order."""
    told = {
        s.content.what: [x.text for x in s.steps if x.do in {"answer", "add"}]
        for s in read_stories()
    }
    for login in ("ana_hotline", "luis_lakeside"):
        for report, content in stage.opened_by(login).items():
            key = stage.keyrings[login].data_key(report.envelope_id)
            messages = [key.open(each, "body").decode() for each in report.messages.all()]
            assert messages == told[content.what]


def test_workers_write_as_workers(stage: Stage) -> None:
    assert not Message.objects.filter(author=Author.WORKER, worker=None).exists()
    assert not Message.objects.filter(author=Author.REPORTER).exclude(worker=None).exists()


def test_nothing_happens_later_than_now(stage: Stage) -> None:
    now = timezone.now()
    times = Report.objects.values_list("received_at", "state_at", "answered_at", "read_at")

    assert all(moment <= now for row in times for moment in row if moment)
    assert not Message.objects.filter(sent_at__gt=now).exists()


def test_the_log_tells_it_in_order(stage: Stage) -> None:
    """What a reporter does is logged to the hour, so the order is that of the hours."""
    times = Entry.objects.order_by("seq").values_list("at", flat=True)
    hours = [to_the_hour(at) for at in times]

    assert hours == sorted(hours)
    assert Entry.objects.filter(event="report:received").count() == len(read_stories())


def test_nothing_is_due_for_erasure_at_once(stage: Stage) -> None:
    assert erase_due() == 0


def test_no_word_of_a_story_lies_open_in_the_database(stage: Stage) -> None:
    """Neither what reporters wrote, nor answers, notes, contact details or titles."""
    secret = [value for s in read_stories() for value in vars(s.content).values() if value]
    secret += [step.text for s in read_stories() for step in s.steps if step.text]
    needles = [text[:25].encode() for text in secret if isinstance(text, str) and len(text) > 12]
    assert len(needles) > 100
    for model in apps.get_models():
        if model is not Contact:
            stored = as_bytes(model._default_manager.values_list())
            assert [needle for needle in needles if needle in stored] == []


def as_bytes(rows: Iterable[tuple[object, ...]]) -> bytes:
    values = (value for row in rows for value in row)
    return b"\0".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values
    )
