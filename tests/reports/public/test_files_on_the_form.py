"""Files of the form: cleaned, sealed, kept over a mistake, and never lost silently."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from PIL import Image

from tests.cast import Cast
from tests.reports.public.conftest import Phone, hidden, receipt_in
from waymark.reports.actions import held
from waymark.reports.files import CheckedFile
from waymark.reports.models import Attachment, HeldFile, Report
from waymark.vault import form_token
from waymark.vault.models import WrappedDataKey

pytestmark = pytest.mark.django_db
WORDS = "They sleep where they work."
PDF = b"%PDF-1.4 a contract with a name inside"


def pdf(name: str = "contract.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def photo(name: str = "room.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    values = Image.Exif()
    values[0x010E] = "SECRET-PLACE"
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=values.tobytes())
    return SimpleUploadedFile(name, out.getvalue())


def exe(name: str = "virus.exe") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"MZ\x90\x00")


def opened(cast: Cast, attachment: Attachment) -> tuple[dict[str, Any], bytes]:
    key = cast.keyring(cast.ana_hotline).data_key(attachment.envelope_id)
    return json.loads(key.open(attachment, "label")), key.open(attachment, "body")


def test_files_are_sealed_for_the_team_and_the_reporter_is_told(phone: Phone, cast: Cast) -> None:
    answer = phone.send(WORDS, files=[photo(), pdf()])
    page = answer.content.decode()
    assert receipt_in(answer)
    assert "room.jpg</bdi>: we removed the hidden data." in page
    assert "contract.pdf</bdi>: it may still hold hidden data" in page
    first, second = Attachment.objects.all()
    label, body = opened(cast, first)
    assert label["name"] == "room.jpg"
    assert label["metadata_inside"] is False
    assert b"SECRET-PLACE" not in body
    assert opened(cast, second) == (
        {"name": "contract.pdf", "type": "application/pdf", "size": len(PDF)}
        | {"metadata_inside": True},
        PDF,
    )


def test_a_files_key_is_its_own_and_not_the_reporters(phone: Phone) -> None:
    phone.send(WORDS, files=[pdf(), pdf("second.pdf")])
    report = Report.objects.get()
    envelopes = {a.envelope_id for a in Attachment.objects.all()}
    assert len(envelopes) == 2
    assert report.envelope_id not in envelopes
    assert not WrappedDataKey.objects.filter(envelope__in=envelopes, compartment_key=None).exists()


def test_a_refused_file_loses_nothing_else(phone: Phone, cast: Cast) -> None:
    answer = phone.send(WORDS, files=[pdf(), exe()], where="Behind the market")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“virus.exe” is a kind of file that we do not take" in page
    assert WORDS in page
    assert 'value="Behind the market"' in page
    assert "<bdi>contract.pdf</bdi>" in page
    assert not Report.objects.exists()
    assert HeldFile.objects.count() == 1
    answer = phone.send(WORDS, token=hidden(page, "token"), held=hidden(page, "held"))
    assert "contract.pdf</bdi>: it may still hold" in answer.content.decode()
    assert opened(cast, Attachment.objects.get())[1] == PDF
    assert not HeldFile.objects.exists()


def test_a_kept_file_can_be_taken_out(phone: Phone) -> None:
    page = phone.send("", files=[pdf(), photo()]).content.decode()
    first = HeldFile.objects.get(position=0)
    again = phone.send("", token=hidden(page, "token"), held="1", drop=str(first.pk))
    page = again.content.decode()
    assert "contract.pdf" not in page
    assert "room.jpg" in page
    phone.receipt(WORDS, token=hidden(page, "token"), held="1")
    assert Attachment.objects.count() == 1


def test_kept_files_and_new_ones_go_together(phone: Phone, cast: Cast) -> None:
    page = phone.send("", files=[pdf("one.pdf")]).content.decode()
    page = phone.send("", token=hidden(page, "token"), held="1", files=[pdf("two.pdf")])
    token = hidden(page.content.decode(), "token")
    phone.receipt(WORDS, token=token, held="1", files=[pdf("three.pdf")])
    names = [opened(cast, each)[0]["name"] for each in Attachment.objects.all()]
    assert names == ["one.pdf", "two.pdf", "three.pdf"]


def test_five_files_and_no_more(phone: Phone) -> None:
    answer = phone.send(WORDS, files=[pdf(f"{i}.pdf") for i in range(6)])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“5.pdf” is one file too many. You can send 5." in page
    assert HeldFile.objects.count() == 5
    phone.receipt(WORDS, token=hidden(page, "token"), held="1")
    assert Attachment.objects.count() == 5


def test_too_large_a_file_is_refused_and_the_words_stay(phone: Phone, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 1024 * 1024
    answer = phone.send(WORDS, files=[pdf("big.pdf", b"%PDF-" + bytes(1024 * 1024))])
    assert answer.status_code == 422
    assert "“big.pdf” is too large. A file may have up to 1 MB." in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_files_of_a_cut_body_are_kept_where_they_are_whole(phone: Phone) -> None:
    token = phone.token()
    answer = phone.client.post(
        phone.url("write/"),
        {"token": token, "what": WORDS, "files": [pdf()]},
        headers={"X-Waymark-Cut": "yes"},
    )
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "The files were too large together" in page
    assert "<bdi>contract.pdf</bdi>" in page
    assert WORDS in page


def test_kept_files_move_to_the_new_form_when_theirs_expires(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = phone.send("", files=[pdf()]).content.decode()
    later = form_token._hour() + 25
    monkeypatch.setattr(form_token, "_hour", lambda: later)
    answer = phone.send(WORDS, token=hidden(page, "token"), held="1")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<bdi>contract.pdf</bdi>" in page
    assert HeldFile.objects.count() == 1
    phone.receipt(WORDS, token=hidden(page, "token"), held="1")
    assert Attachment.objects.count() == 1


def test_files_that_are_kept_no_more_are_asked_for_again(phone: Phone) -> None:
    page = phone.send("", files=[pdf()]).content.decode()
    HeldFile.objects.all().delete()
    answer = phone.send(WORDS, token=hidden(page, "token"), held="1")
    assert answer.status_code == 422
    assert "Please choose them again" in answer.content.decode()


def test_only_the_forms_key_finds_and_opens_a_kept_file(phone: Phone) -> None:
    token = hidden(phone.send("", files=[pdf()]).content.decode(), "token")
    row = HeldFile.objects.get()
    assert PDF not in row.body
    assert b"contract" not in row.body
    assert held.held_files(bytes(16)) == []
    key = form_token.read(form_token.Form.REPORT, token)
    assert [each.file.body for each in held.held_files(key)] == [PDF]
    assert key not in bytes(row.form_hash) + row.body


def test_a_stranger_cannot_take_out_somebody_elses_file(phone: Phone) -> None:
    phone.send("", files=[pdf()])
    theirs = HeldFile.objects.get()
    phone.send("", held="1", drop=str(theirs.pk))
    assert HeldFile.objects.filter(pk=theirs.pk).exists()


def test_the_ids_of_files_to_take_out_may_be_nonsense(phone: Phone) -> None:
    page = phone.send("", files=[pdf()]).content.decode()
    again = phone.send("", token=hidden(page, "token"), held="1", drop=["x", "", "\x00"])
    assert "contract.pdf" in again.content.decode()


def test_the_name_of_a_file_cannot_break_the_page(phone: Phone) -> None:
    answer = phone.send(WORDS, files=[exe("<script>alert(1)</script>.exe")])
    assert b"<script>alert" not in answer.content


def test_kept_files_do_not_fill_the_disk(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_HELD", 0)
    first = phone.token()
    assert "first.pdf" in phone.send("", token=first, files=pdf("first.pdf")).content.decode()
    page = phone.send("", files=[pdf("a.pdf"), pdf("b.pdf")]).content.decode()
    assert "a.pdf" in page
    assert "b.pdf" in page
    assert HeldFile.objects.count() == 2
    answer = phone.send(WORDS, token=first, held="1")
    assert answer.status_code == 422
    assert "do not have your files any more" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_the_oldest_kept_files_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_HELD", 2)
    file = CheckedFile("a.pdf", "application/pdf", metadata_inside=True, body=PDF)
    for key in (b"a", b"b", b"c", b"d"):
        HeldFile.objects.update(created_at=F("created_at") - timedelta(hours=1))
        held.hold(key * 16, [file])
    assert [bool(held.held_files(key * 16)) for key in (b"a", b"b", b"c", b"d")] == [
        False,
        True,
        True,
        True,
    ]
