"""Files of cases: looked at, sealed to their worker, taken in whole or not at all."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.cases.caseload.conftest import events, text_of
from tests.cases.htcds.making import table
from tests.cases.making import make_case
from tests.cases.people.making import add, held
from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.exchange import drafts, importing
from waymark.cases.models import (
    Case,
    CaseState,
    Determination,
    HistoricEvent,
    ImportDraft,
    Note,
    Participant,
    Person,
    SupportPlan,
)
from waymark.cases.names import person_name
from waymark.cases.people.actions import adding
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.models import Envelope, WrappedDataKey
from waymark.vault.primitives import CannotOpen

SignIn = Callable[[Worker], StaffClient]
HEADINGS = (
    "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "vic_MethodsOfControl",
    "vic_TraffickingStatus", "cas_Status", "cco_CaseComment", "hte_Type", "hte_Country",
    "spl_Objectives",
)  # fmt: skip
ROSA = (
    "Rosa", "Quintero", "1998-03-09", "Feminine", "Debt bondage;WithholdsDocuments",
    "ActualVictimOfTrafficking", "Closed", "Likes to paint", "Recruitment", "Vietnam", "A home",
)  # fmt: skip
LUZ = ("Luz", "Peña", "not a day", "", "", "", "Active", "", "", "", "")
FILE = table(HEADINGS, ROSA, LUZ)


def keep(cast: Cast, data: bytes = FILE, by: Worker | None = None) -> ImportDraft:
    worker = by or cast.carl_cases
    return drafts.keep_draft(data, "cases.xlsx", by=worker, keyring=cast.keyring(worker))


def take_in(cast: Cast, draft: ImportDraft, *, seen: int = 1, circle: str = CASE_MANAGEMENT) -> Any:
    compartment = cast.compartment(cast.riverside, circle)
    by = cast.carl_cases
    return importing.import_draft(draft, compartment, seen=seen, by=by, keyring=cast.keyring(by))


def test_each_row_becomes_a_case_with_all_that_it_says(cast: Cast) -> None:
    rosa, luz = take_in(cast, keep(cast))
    assert (rosa.state, luz.state) == (CaseState.CLOSED, CaseState.ACTIVE)
    assert rosa.closed_on is not None
    assert rosa.responsible == cast.carl_cases
    inside = Participant.objects.get(case=rosa)
    assert held(cast, inside.person) == {
        "prs_FirstName": "Rosa",
        "prs_SecondName": "Quintero",
        "prs_Birthdate": "1998-03-09",
        "prs_Gender": "Feminine",
    }
    assert held(cast, inside)["vic_MethodsOfControl"] == ["DebtBondage", "WithholdsDocuments"]
    assert held(cast, HistoricEvent.objects.get())["hte_Country"] == "VN"
    assert held(cast, SupportPlan.objects.get())["spl_Objectives"] == "A home"
    status = held(cast, Determination.objects.get())["vic_TraffickingStatus"]
    assert status == "ActualVictimOfTrafficking"
    assert held(cast, Note.objects.get())["text"] == "Likes to paint"
    assert events(Event.CASES_IMPORTED) == 1
    assert events(Event.CASE_BEGUN) == 2


def test_the_file_is_forgotten_once_it_is_in(cast: Cast) -> None:
    draft = keep(cast)
    take_in(cast, draft)
    assert not ImportDraft.objects.exists()
    assert Envelope.objects.get(pk=draft.envelope_id).erased_at
    with pytest.raises(ChangedMeanwhile):
        take_in(cast, draft)
    assert Case.objects.count() == 2


def test_all_of_it_comes_in_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, calls = keep(cast), []

    def fails_the_second_time(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 2:
            raise CannotNow("The disk is full.")
        return adding.add_person(*arguments, **more)

    monkeypatch.setattr(importing, "add_person", fails_the_second_time)
    with pytest.raises(CannotNow):
        take_in(cast, draft)
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert ImportDraft.objects.exists()


def test_rows_are_left_out_and_come_in_again(cast: Cast) -> None:
    draft, keyring = keep(cast), cast.keyring(cast.carl_cases)
    drafts.leave_out(draft, [0, 1], seen=1, keyring=keyring)
    with pytest.raises(CannotNow):
        take_in(cast, draft, seen=2)
    with pytest.raises(ChangedMeanwhile):
        drafts.leave_out(draft, [], seen=1, keyring=keyring)
    drafts.leave_out(draft, [0], seen=2, keyring=keyring)
    (luz,) = take_in(cast, draft, seen=3)
    assert held(cast, Participant.objects.get(case=luz).person)["prs_FirstName"] == "Luz"


def test_too_many_cases_at_once_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_CASES", 1)
    with pytest.raises(CannotNow):
        take_in(cast, keep(cast))
    assert not Case.objects.exists()


def test_only_its_worker_opens_a_file(cast: Cast) -> None:
    draft = keep(cast)
    assert not WrappedDataKey.objects.filter(
        envelope=draft.envelope_id, compartment_key__isnull=False
    ).exists()
    for name in set(NAMES) - {"carl_cases"}:
        with pytest.raises(CannotOpen):
            drafts.open_draft(draft, cast.keyring(cast[name]))
    stored = ImportDraft.objects.get()
    assert b"Quintero" not in bytes(stored.body) + bytes(stored.label)


def test_cases_come_only_into_a_circle_of_the_workers(cast: Cast) -> None:
    draft = keep(cast)
    with pytest.raises(NotAllowed):
        take_in(cast, draft, circle=HOTLINE)
    assert ImportDraft.objects.exists()


def test_what_nobody_took_in_is_dropped_after_a_day(cast: Cast) -> None:
    old, new = keep(cast), keep(cast)
    day = timedelta(hours=drafts.KEPT_HOURS)
    ImportDraft.objects.filter(pk=old.pk).update(created_at=timezone.now() - day)
    assert drafts.drop_old(timezone.now()) == 1
    assert ImportDraft.objects.get() == new
    assert not WrappedDataKey.objects.filter(envelope=old.envelope_id).exists()


@pytest.fixture
def carl(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    return staff_client_for(cast.carl_cases)


def upload(client: StaffClient, data: bytes = FILE, status: int = 302) -> str:
    file = SimpleUploadedFile("cases.xlsx", data)
    response = client.post(reverse("cases_bring"), {"file": file})
    assert response.status_code == status, text_of(response)
    return text_of(response)


def test_from_the_file_to_the_cases(carl: StaffClient, cast: Cast) -> None:
    known = add(cast, make_case(cast)).person
    upload(carl)
    draft = ImportDraft.objects.get()
    address = reverse("cases_brought", args=[draft.pk])
    page = text_of(carl.get(address))
    for text in (
        "2 cases would come in.",
        "Rosa Quintero",
        person_name(known),
        "May be somebody known already",
        "not a day",
        "replaced by their codes",
    ):
        assert text in page, text
    assert Case.objects.count() == 1
    rows = {"shown": ["0", "1"], "take": ["0"], "seen": "1"}
    assert carl.post(f"{address}rows/", rows).status_code == 302
    assert "1 case would come in." in text_of(carl.get(address))
    assert carl.post(f"{address}rows/", rows).status_code == 409
    assert carl.post(f"{address}rows/", {**rows, "take": ["7"]}).status_code == 422
    assert carl.post(f"{address}take-in/", {"seen": "2"}).status_code == 422
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT).pk
    other = cast.compartment(cast.lakeside, CASE_MANAGEMENT).pk
    assert carl.post(f"{address}take-in/", {"compartment": other, "seen": "2"}).status_code == 422
    assert carl.post(f"{address}take-in/", {"compartment": circle, "seen": "1"}).status_code == 409
    done = carl.post(f"{address}take-in/", {"compartment": circle, "seen": "2"}, follow=True)
    assert "1 case is in." in text_of(done)
    assert Case.objects.count() == 2
    assert carl.get(address).status_code == 404


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"=cmd|calc", b"<!DOCTYPE x>"]
)
def test_a_file_that_is_none_is_refused_with_a_sentence(carl: StaffClient, data: bytes) -> None:
    assert "Please check this" in upload(carl, data, 422)
    assert not ImportDraft.objects.exists()


def test_no_file_is_refused(carl: StaffClient) -> None:
    response = carl.post(reverse("cases_bring"), {})
    assert response.status_code == 422
    assert "Choose a file." in text_of(response)


def test_words_in_a_file_do_nothing_on_the_page(carl: StaffClient) -> None:
    upload(carl, table(HEADINGS, ("<script>alert(1)</script>", *ROSA[1:])))
    page = carl.get(reverse("cases_brought", args=[ImportDraft.objects.get().pk]))
    assert b"<script>alert(1)" not in page.content
    assert b"&lt;script&gt;alert(1)" in page.content


def test_a_file_is_dropped(carl: StaffClient) -> None:
    upload(carl)
    assert "Brought" in text_of(carl.get(reverse("cases_bring")))
    path = reverse("cases_drop", args=[ImportDraft.objects.get().pk])
    assert carl.post(path).status_code == 302
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_reaches_a_file(cast: Cast, staff_client_for: SignIn, name: str) -> None:
    client, draft = staff_client_for(cast[name]), keep(cast)
    works = name in {"carl_cases", "sara_supervisor", "lena_lakeside"}
    assert client.get(reverse("cases_bring")).status_code == (200 if works else 403)
    wanted = {"carl_cases": 200}.get(name, 404 if works else 403)
    assert client.get(reverse("cases_brought", args=[draft.pk])).status_code == wanted
    if name != "carl_cases":
        for address in ("cases_brought_rows", "cases_take_in", "cases_drop"):
            path = reverse(address, args=[draft.pk])
            assert client.post(path).status_code == wanted, address
            assert client.get(path).status_code == 405, address
    assert client.get(reverse("cases_brought", args=[uuid.uuid4()])).status_code in {403, 404}
    assert ImportDraft.objects.count() == 1
