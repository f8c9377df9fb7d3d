"""Packs and signers on the staff pages: looked at first, then brought in."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.contacts.actions.verifying import withdraw_numbers
from waymark.contacts.models import Contact, Pack, Signer
from waymark.contacts.packs import format as pack_format

from . import test_packs as packs
from .conftest import CANADA, SignIn, checked, offered
from .test_packs import NEW, OLD, OUR_SEED, THEIR_KEY, key, lakeside
from .test_staff_pages import text_of

__all__ = ["key", "lakeside"]


@pytest.fixture
def adams(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """The administrator's browser."""
    return staff_client_for(cast.adam_admin)


def upload(client: StaffClient, data: bytes) -> Any:
    return client.post(reverse("contact_import"), {"file": SimpleUploadedFile("pack.json", data)})


def taken(client: StaffClient, page: Any) -> Any:
    """Press the button of the page that tells what a pack would do."""
    markup = page.content.decode()
    values = dict(re.findall(r'<input type="hidden" name="(pack|seen)" value="([^"]*)"', markup))
    unescaped = {name: html.unescape(value) for name, value in values.items()}
    return client.post(reverse("contact_import"), unescaped)


def test_a_pack_is_looked_at_and_then_brought_in(lakeside: Signer, veras: StaffClient) -> None:
    data = packs.theirs(CANADA, number=[{"printed": NEW}], name="Ligne <Ça> & “co”")
    page = upload(veras, data)
    assert page.status_code == 200
    assert "takes the place of what is here" in text_of(page)
    assert NEW in page.content.decode()
    canada = Contact.objects.get(slug=CANADA)
    assert offered(canada) == [OLD], "nothing changed yet"
    assert taken(veras, page)["Location"] == reverse("contacts")
    assert offered(canada) == [NEW]
    again = upload(veras, data)
    assert "Importing it again changes nothing" in text_of(again)
    assert "Bring it in" not in text_of(again)


def test_what_changed_between_is_shown_again(
    lakeside: Signer, veras: StaffClient, wim: Worker
) -> None:
    page = upload(veras, packs.theirs(CANADA, number=[{"printed": NEW}]))
    withdraw_numbers(Contact.objects.get(slug=CANADA), checked(), by=wim)
    answer = taken(veras, page)
    assert answer.status_code == 409
    assert "it becomes a proposal" in text_of(answer)
    assert offered(Contact.objects.get(slug=CANADA)) == []
    assert taken(veras, answer).status_code == 302


@pytest.mark.parametrize(
    ("data", "complaint", "status"),
    [
        (b"\x89PNG", "no pack of contacts", 409),
        (b"", "empty", 422),
        (b"x" * (pack_format.MOST_BYTES + 1), "too large", 422),
    ],
)
def test_another_file_is_a_sentence(
    lakeside: Signer, veras: StaffClient, data: bytes, complaint: str, status: int
) -> None:
    answer = upload(veras, data)
    assert answer.status_code == status
    assert complaint in text_of(answer)


def test_a_pack_that_was_changed_on_the_page_is_refused(
    lakeside: Signer, veras: StaffClient
) -> None:
    data = packs.theirs(CANADA).decode()
    for changed in (data.replace("Canadian", "Canadien"), data + " ", "\x00", ""):
        answer = veras.post(reverse("contact_import"), {"pack": changed, "seen": "0"})
        assert answer.status_code in {409, 422}
    assert offered(Contact.objects.get(slug=CANADA)) == [OLD]


def test_an_unknown_signers_key_is_on_the_page(
    contacts: None, site: object, veras: StaffClient
) -> None:
    answer = upload(veras, packs.signed(packs.content(CANADA)))
    assert answer.status_code == 409
    assert THEIR_KEY in text_of(answer)


def test_writing_a_pack(lakeside: Signer, veras: StaffClient) -> None:
    answer = veras.post(reverse("contact_export"), {"country": "CA"})
    assert answer["Content-Disposition"] == 'attachment; filename="contacts-ca.json"'
    assert answer["Cache-Control"] == "no-store"
    assert pack_format.read(answer.content).is_whole()
    assert veras.post(reverse("contact_export"), {"country": "XX"}).status_code == 422
    assert veras.post(reverse("contact_export")).status_code == 200
    assert Pack.objects.count() == 2


def test_without_a_key_the_page_says_what_to_do(
    lakeside: Signer, veras: StaffClient, settings: Settings
) -> None:
    assert "waymark contacts key" not in text_of(veras.get(reverse("contact_packs")))
    settings.PACK_KEY = b""
    assert "waymark contacts key" in text_of(veras.get(reverse("contact_packs")))
    assert veras.post(reverse("contact_export")).status_code == 409


def test_our_key_is_shown_and_its_secret_half_is_not(
    lakeside: Signer, veras: StaffClient, adams: StaffClient
) -> None:
    for page in (veras.get(reverse("contact_packs")), adams.get(reverse("contact_signers"))):
        markup = page.content.decode()
        assert re.search(r"(?:[0-9A-Z]{4}-){13}[0-9A-Z]", markup)
        assert OUR_SEED.hex() not in markup


def test_trusting_needs_the_tick(contacts: None, adams: StaffClient) -> None:
    url = reverse("contact_signers")
    typed = {"name": "Lakeside", "key": THEIR_KEY}
    answer = adams.post(url, typed)
    assert answer.status_code == 422
    assert THEIR_KEY in answer.content.decode()
    assert not Signer.objects.exists()
    assert adams.post(url, typed | {"compared": "on"}).status_code == 302
    assert THEIR_KEY in text_of(adams.get(url))
    wrong = adams.post(url, {"name": "X", "key": THEIR_KEY[:-1] + "?", "compared": "on"})
    assert wrong.status_code == 409
    assert "mistyped" in text_of(wrong)


def test_distrusting_on_the_page(lakeside: Signer, adams: StaffClient) -> None:
    answer = adams.post(reverse("contact_distrust", args=[lakeside.pk]))
    assert answer.status_code == 302
    lakeside.refresh_from_db()
    assert not lakeside.trusted
    assert "refused" in text_of(adams.get(reverse("contact_signers")))
