"""The pages: what will go is shown first, what is typed is kept, and others find nothing."""

from uuid import uuid4

import pytest
from django.urls import URLPattern

from tests.cases.forgetting.conftest import Room
from tests.cases.making import make_case
from tests.cast import NAMES
from waymark.cases.forgetting import urls
from waymark.cases.models import Case, CaseState, Erasure, LegalHold
from waymark.cases.names import case_name, person_name
from waymark.cases.records import read

PAGES = [
    ("case_forgetting", "get"),
    ("hold_lift", "post"),
    ("forget_case", "get"),
    ("forget_case", "post"),
    ("forget_case_field", "post"),
    ("forget_person", "get"),
    ("forget_person", "post"),
    ("forget_identity_field", "post"),
    ("forget_record", "get"),
    ("forget_record", "post"),
    ("forget_field", "post"),
]
TOMBS = [("case_erased", "get"), ("erasure", "get")]


def address(room: Room, name: str) -> str:
    """The address of something that is there."""
    if name == "hold_lift":
        hold = room.write(LegalHold(case=room.case), reason="a trial")
        return room.url(name, hold.pk)
    if name in {"forget_record", "forget_field"}:
        return room.url(name, "cases.note", room.note().pk)
    if name in {"forget_person", "forget_identity_field"}:
        return room.url(name, room.rosa.pk)
    return room.url(name)


def test_every_address_is_tried() -> None:
    named = {each.name for each in urls.urlpatterns if isinstance(each, URLPattern)}
    tried = {name for name, _ in (*PAGES, *TOMBS)}
    assert named == tried | {"keeping", "keeping_perpetrators"}


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_to_others_it_is_not_there(room: Room, name: str, method: str) -> None:
    url = address(room, name)
    for who in set(NAMES) - {"sara_supervisor"}:
        assert getattr(room.sign_in(room.cast[who]), method)(url).status_code == 404, who
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("other", ["lena_lakeside", "ana_hotline", "otto_auditor", "adam_admin"])
def test_proofs_are_for_those_who_open_the_case(room: Room, other: str) -> None:
    room.sign_in(room.sara).post(room.url("forget_record", "cases.note", room.note().pk))
    tomb = Erasure.objects.get()
    client = room.sign_in(room.cast[other])
    assert client.get(room.url("case_erased")).status_code == 404
    assert client.get(room.url("erasure", tomb.pk)).status_code == 404
    carl = room.sign_in(room.cast.carl_cases)
    assert "has no key" in carl.get(room.url("erasure", tomb.pk)).content.decode()


def test_tampered_addresses_lead_nowhere(room: Room) -> None:
    sara, elsewhere = room.sign_in(room.sara), room.note(case=make_case(room.cast))
    for label, pk in (
        ("cases.note", elsewhere.pk),
        ("cases.note", uuid4()),
        ("cases.wall", uuid4()),
        ("cases.case", room.case.pk),
        ("accounts.worker", room.sara.pk),
        ("x", uuid4()),
    ):
        assert sara.post(room.url("forget_record", label, pk)).status_code == 404, label
    assert not Erasure.objects.exists()


def test_the_list_says_kinds_and_days_and_nothing_else(room: Room) -> None:
    room.everything()
    page = room.sign_in(room.sara).get(room.url("case_forgetting")).content.decode()
    assert "the blue door" not in page
    assert "photo.jpg" not in page
    assert "Rosa" not in page
    assert person_name(room.rosa.person) in page


def test_a_case_is_erased_by_its_name_only(room: Room) -> None:
    room.everything()
    sara, url = room.sign_in(room.sara), room.url("forget_case")
    assert "Note: 1" in sara.get(url).content.decode()
    for wrong in ("", "C-000000", person_name(room.rosa.person)):
        assert sara.post(url, {"name": wrong}).status_code == 422
    assert not Erasure.objects.exists()
    done = sara.post(url, {"name": case_name(room.case).lower()})
    assert done["Location"] == room.url("case_erased")
    page = sara.get(done["Location"]).content.decode()
    assert page.count("/erased/") == Erasure.objects.count()
    assert Case.objects.get(pk=room.case.pk).state == CaseState.ERASED
    assert sara.post(url, {"name": case_name(room.case)}).status_code == 404
    assert "is erased" in sara.get(room.url("case")).content.decode()


def test_a_person_is_erased_by_their_name_only(room: Room) -> None:
    sara, url = room.sign_in(room.sara), room.url("forget_person", room.rosa.pk)
    assert sara.post(url, {"name": "Rosa"}).status_code == 422
    sara.post(url, {"name": person_name(room.rosa.person)})
    room.rosa.refresh_from_db()
    assert room.rosa.erased
    assert sara.get(url).status_code == 404


def test_fields_go_one_by_one(room: Room) -> None:
    sara, note = room.sign_in(room.sara), room.note()
    url = room.url("forget_field", "cases.note", note.pk)
    assert (
        "the blue door"
        in sara.get(room.url("forget_record", "cases.note", note.pk)).content.decode()
    )
    assert sara.post(url, {"field": ""}).status_code == 422
    assert sara.post(url, {"field": "text", "seen": 9}).status_code == 409
    assert sara.post(url, {"field": "id", "seen": 1}).status_code == 409
    assert sara.post(url, {"field": "text", "seen": 1}).status_code == 302
    who = room.url("forget_identity_field", room.rosa.pk)
    assert sara.post(who, {"field": ""}).status_code == 422
    assert sara.post(who, {"field": "prs_SecondName", "seen": 1}).status_code == 302
    person = type(room.rosa.person).objects.get(pk=room.rosa.person_id)
    assert "prs_SecondName" not in read(person, room.keyring)["fields"]


def test_a_hold_is_placed_and_says_why_nothing_goes(room: Room) -> None:
    sara, url = room.sign_in(room.sara), room.url("case_forgetting")
    wrong = sara.post(url, {"reason": "the trial of May", "who_says_so": ""})
    assert wrong.status_code == 422
    assert "the trial of May" in wrong.content.decode()
    sara.post(url, {"reason": "the trial of May", "who_says_so": "the court"})
    refused = sara.post(room.url("forget_case"), {"name": case_name(room.case)})
    assert refused.status_code == 409
    assert str(LegalHold.objects.get().pk) in sara.get(url).content.decode()
    assert "legal hold" in refused.content.decode()
    sara.post(room.url("hold_lift", LegalHold.objects.get().pk))
    assert "Lifted" in sara.get(url).content.decode()
