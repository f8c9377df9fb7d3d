"""A copy of one's own data: what is in it, in which language, and what stays out."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse

from tests.cases.making import answered
from tests.cast import NAMES
from tests.referrals.making import DOCTOR, ask, make_release
from tests.referrals.rights.conftest import Desk
from waymark.audit.models import Entry
from waymark.cases.models import Note
from waymark.cases.records import read, write_new
from waymark.referrals.gate import leaving
from waymark.referrals.models import RightKind, RightsRequest

FIRST, SECOND = "identity.prs_FirstName", "identity.prs_SecondName"


def copy(desk: Desk, request: RightsRequest, *names: str) -> Any:
    carl = desk.sign_in(desk.carl)
    return carl.post(desk.url("rights_copy", request.pk), {"names": names or (FIRST,)})


def opened(response: HttpResponse) -> tuple[str, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        page = archive.read("page.html").decode()
        return page, json.loads(archive.read("data.json"))


def test_a_page_in_the_persons_language_and_a_file_for_programs(desk: Desk) -> None:
    request = desk.granted()
    response = copy(desk, request, FIRST, SECOND)
    page, machine = opened(response)
    assert response["Content-Type"] == "application/zip"
    assert 'lang="es"' in page
    assert "Rosa" in page
    assert machine["fields"] == {FIRST: {"value": "Rosa"}, SECOND: {"value": "Quintero"}}
    assert "1998" not in page + json.dumps(machine), "only what was ticked leaves"
    left = read(desk.fresh(request), desk.keyring())["left"]
    assert [line["fields"] for line in left] == [[FIRST, SECOND]]
    assert Entry.objects.latest("seq").event == "data:left"


def test_it_says_to_whom_something_went_that_the_person_released(desk: Desk) -> None:
    make_release(desk.rosa, [SECOND], to="Nobody yet")
    make_release(desk.rosa)
    with leaving(ask(desk.rosa), by=desk.carl, keyring=desk.keyring(desk.carl)):
        pass
    page, machine = opened(copy(desk, desk.granted()))
    assert machine["given_to"] == [DOCTOR]
    assert DOCTOR in page
    assert "Nobody yet" not in page


def test_what_somebody_typed_is_no_markup(desk: Desk) -> None:
    person = desk.rosa.person
    key = desk.keyring().data_key(person.envelope_id)
    key.seal(person, "identity", json.dumps(answered({"prs_FirstName": "<script>x"})).encode())
    person.save()
    page, _ = opened(copy(desk, desk.granted()))
    assert "<script" not in page
    assert "&lt;script" in page


def test_privileged_notes_stay_out_and_are_told_of(desk: Desk) -> None:
    shut, free = Note(case=desk.case), Note(case=desk.case)
    write_new(shut, answered({"text": "to the lawyer", "privilege": "legal"}))
    write_new(free, answered({"text": "called her"}))
    request = desk.granted()
    carl = desk.sign_in(desk.carl)
    page = carl.get(desk.url("rights_choose", request.pk)).content.decode()
    assert f"note:{shut.pk}" not in page
    assert f"note:{free.pk}" in page
    assert copy(desk, request, f"note:{shut.pk}").status_code == 422
    text, machine = opened(copy(desk, request, f"note:{free.pk}"))
    assert machine["fields"][f"note:{free.pk}"] == {"text": {"value": "called her"}}
    assert "lawyer" not in text


@pytest.mark.parametrize("kind", list(RightKind))
def test_nothing_leaves_without_a_granted_request_for_a_copy(desk: Desk, kind: RightKind) -> None:
    waits = desk.ask(kind)
    assert copy(desk, waits).status_code == 409
    if kind != RightKind.COPY:
        assert copy(desk, desk.granted(kind)).status_code == 409
    done = desk.finish(desk.granted(RightKind.COPY))
    assert copy(desk, done).status_code == 409
    assert not Entry.objects.filter(event="data:left").exists()
    assert Entry.objects.filter(event="data:refused").exists()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("rights_request", "get"),
        ("rights_decide", "post"),
        ("rights_finish", "post"),
        ("rights_erase", "post"),
        ("rights_choose", "get"),
        ("rights_copy", "post"),
        ("case_rights", "get"),
    ],
)
def test_to_others_it_is_not_there(desk: Desk, name: str, method: str) -> None:
    request = desk.ask()
    url = desk.url(name, *([] if name == "case_rights" else [request.pk]))
    works = {"sara_supervisor", "carl_cases"}
    if name in {"rights_decide", "rights_erase"}:
        works = {"sara_supervisor"}
    for who in NAMES:
        response = getattr(desk.sign_in(desk.cast[who]), method)(url)
        assert (response.status_code == 404) is (who not in works), who


def test_from_the_page_to_the_end(desk: Desk) -> None:
    carl, sara = desk.sign_in(desk.carl), desk.sign_in(desk.sara)
    url = desk.url("case_rights")
    typed = {
        "participant": desk.rosa.pk,
        "kind": "restrict",
        "words": "stop",
        "due_on": "2026-12-24",
    }
    refused = carl.post(url, {**typed, "kind": ""})
    assert refused.status_code == 422
    assert "stop" in refused.content.decode()
    assert carl.post(url, typed).status_code == 302
    request = RightsRequest.objects.get()
    seen = {"seen": request.version}
    no = sara.post(desk.url("rights_decide", request.pk), {"granted": "no", **seen})
    assert no.status_code == 409
    sara.post(desk.url("rights_decide", request.pk), {"granted": "yes", **seen})
    page = sara.get(desk.url("rights_request", request.pk)).content.decode()
    assert "nothing about the person may leave" in page
    sara.post(desk.url("rights_finish", request.pk), {"outcome": "told", "seen": 2})
    desk.rosa.person.refresh_from_db()
    assert desk.rosa.person.restricted_at is not None
    sara.post(desk.url("rights_lift", desk.rosa.pk))
    desk.rosa.person.refresh_from_db()
    assert desk.rosa.person.restricted_at is None
