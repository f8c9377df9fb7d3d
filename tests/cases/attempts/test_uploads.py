"""Files that harm are refused with a page, leave nothing behind, and stand in the audit log.

What is taken nevertheless can do nothing: a photo is made anew, all else is only handed out as a
file that no browser opens.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse

from tests.cases.attempts.uploads import (
    BRING,
    EXE,
    FILES,
    MEBIBYTE,
    REFUSED,
    SCRIPT,
    SVG,
    Hostile,
    photo,
)
from tests.cases.making import make_case
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import Case, CaseFile, ImportDraft

SignIn = Callable[[Worker], StaffClient]
REFUSAL = "upload:refused"


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Carl's; files are taken up to one megabyte, or the tests would send hundreds."""
    monkeypatch.setattr(settings, "MAX_FILE_BYTES", MEBIBYTE)
    return make_case(cast)


@pytest.fixture
def carl(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """Carl's browser."""
    return staff_client_for(cast.carl_cases)


def url_of(to: str, case: Case) -> str:
    return reverse(to, args=[case.pk] if to == FILES else [])


def body(*parts: tuple[str, bytes], end: bool = True) -> bytes:
    """A form by hand: each part's header and what is in it."""
    made = b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + said + b"\r\n"
        for head, said in parts
    )
    return made + f"--{BOUNDARY}--\r\n".encode() if end else made


def a_file(name: str, content: bytes) -> tuple[str, bytes]:
    """A part as a browser sends it, which is the only one to clean the name."""
    sent = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return f'name="file"; filename="{sent}"', content


def send(
    client: StaffClient, url: str, sent: bytes, kind: str = MULTIPART_CONTENT, **headers: Any
) -> Any:
    """The answer to bytes as they are."""
    return client.generic("POST", url, sent, kind, **headers)


def refusals() -> list[tuple[str, str]]:
    """Where each refused file was to go."""
    rows = Entry.objects.filter(event=REFUSAL).order_by("seq")
    return list(rows.values_list("target", "target_id"))


def nothing_is_kept() -> bool:
    return not CaseFile.objects.exists() and not ImportDraft.objects.exists()


@pytest.mark.parametrize("to", [FILES, BRING])
def test_it_is_refused_and_written_down(cast: Cast, case: Case, carl: StaffClient, to: str) -> None:
    faults = {}
    where = ("cases.case", case.pk) if to == FILES else ("accounts.organisation", cast.riverside.pk)
    for hostile in REFUSED:
        if hostile.to == to and (problem := _refusal(carl, url_of(to, case), hostile, where)):
            faults[hostile.id] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())
    assert nothing_is_kept()
    assert set(Entry.objects.filter(event=REFUSAL).values_list("actor", "actor_id")) == {
        ("worker", cast.carl_cases.pk)
    }


def _refusal(client: StaffClient, url: str, hostile: Hostile, where: tuple[str, UUID]) -> str:
    """What is wrong with how a file is refused; empty where nothing is."""
    log = len(refusals())
    answer = send(client, url, body(a_file(hostile.name, hostile.make())))
    page = answer.content.decode()
    if answer.status_code != 422 or 'class="error' not in page:
        return f"is answered by {answer.status_code}"
    if "<script>fetch" in page or "<img src=x" in page or "\u202e" in page:
        return "its name or content comes back as part of the page"
    told = refusals()[log:]
    return "" if told == [(where[0], str(where[1]))] else f"is written down as {told}"


@pytest.mark.parametrize("to", [FILES, BRING])
def test_a_form_without_a_file_is_no_refusal(case: Case, carl: StaffClient, to: str) -> None:
    assert carl.post(url_of(to, case), {"about": "x"}).status_code == 422
    assert refusals() == []


PDF = ('name="file"; filename="a.pdf"', b"%PDF-1.7 " + b"x" * 400)
UNREADABLE: dict[str, tuple[int, Callable[[], bytes], str]] = {
    "cut in the file": (400, lambda: body(PDF, end=False)[:200], MULTIPART_CONTENT),
    "cut behind a field": (
        400,
        lambda: body(('name="about"', b"letter"), PDF, end=False),
        MULTIPART_CONTENT,
    ),
    "thousands of files": (
        400,
        lambda: body(*[('name="file"; filename="a.pdf"', b"%PDF-")] * 3000),
        MULTIPART_CONTENT,
    ),
    "thousands of fields": (
        400,
        lambda: body(*[('name="a"', b"")] * 3000, PDF),
        MULTIPART_CONTENT,
    ),
    "a field as large as a file": (
        413,
        lambda: body(('name="about"', b"x" * 3 * MEBIBYTE), PDF),
        MULTIPART_CONTENT,
    ),
    "a name without an end": (
        400,
        lambda: body(a_file("a" * 5000 + ".pdf", b"%PDF-")),
        MULTIPART_CONTENT,
    ),
    "no boundary": (400, lambda: body(PDF), "multipart/form-data"),
    "a boundary that is none": (400, lambda: body(PDF), "multipart/form-data; boundary=\x01\x02"),
    "base64 that is none": (
        400,
        lambda: body(
            ('name="file"; filename="a.pdf"\r\nContent-Transfer-Encoding: base64', b"%PDF-1")
        ),
        MULTIPART_CONTENT,
    ),
}


@pytest.mark.parametrize("to", [FILES, BRING])
@pytest.mark.parametrize(
    "forged", [False, True], ids=["form read by its view", "form read by the check"]
)
def test_what_cannot_be_taken_apart_is_written_down(
    case: Case, carl: StaffClient, to: str, forged: bool
) -> None:
    """Also where the check of forged forms is the first that looks into it."""
    carl.handler.enforce_csrf_checks = forged
    carl.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    for how, (status, make, kind) in UNREADABLE.items():
        log = len(refusals())
        answer = send(carl, url_of(to, case), make(), kind)
        assert answer.status_code == status, how
        assert answer.headers["Content-Type"].startswith("text/html"), how
        assert refusals()[log:] == [("", "")], how
    assert nothing_is_kept()


@pytest.mark.parametrize("to", [FILES, BRING])
def test_what_the_server_cut_off_is_told_and_written_down(
    case: Case, carl: StaffClient, to: str
) -> None:
    """The server drops the end of a body where many large ones come at once."""
    for sent in (body(PDF, end=False)[:300], body(PDF)):
        answer = send(carl, url_of(to, case), sent, HTTP_X_WAYMARK_CUT="yes")
        assert answer.status_code == 422
        assert "It did not arrive whole." in answer.content.decode()
    assert nothing_is_kept()
    assert len(refusals()) == 2


@pytest.mark.parametrize("who", ["ana_hotline", "lena_lakeside", "adam_admin", "otto_auditor"])
@pytest.mark.parametrize("to", [FILES, BRING])
def test_who_may_not_bring_anything_is_not_told_what_is_wrong_with_it(
    cast: Cast, case: Case, staff_client_for: SignIn, to: str, who: str
) -> None:
    sent = body(a_file("a.pdf", EXE))
    client = staff_client_for(cast[who])
    answer = send(client, url_of(to, case), sent)
    may = to == BRING and who == "lena_lakeside"  # in her own house
    assert answer.status_code == 422 if may else answer.status_code in {403, 404}
    assert nothing_is_kept()
    assert [target for _, target in refusals()] == ([str(cast.lakeside.pk)] if may else [])


def test_who_has_not_signed_in_is_not_written_down(
    case: Case, stranger_client: StaffClient
) -> None:
    for sent in (body(PDF), UNREADABLE["cut in the file"][1]()):
        answer = send(stranger_client, url_of(FILES, case), sent)
        assert answer.status_code in {303, 400}
    assert refusals() == []


def test_another_form_that_is_too_long_is_no_upload(case: Case, carl: StaffClient) -> None:
    answer = carl.post(reverse("case_notes", args=[case.pk]), "text=" + "x" * 3 * MEBIBYTE,
                       content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status_code == 413
    assert refusals() == []


# What is taken: the name that is kept, and bytes that are gone or may stay.
TAKEN: dict[str, tuple[str, Callable[[], bytes], str, bool]] = {
    "a photo with an archive behind it": (
        "a.jpg", lambda: photo("JPEG") + b"PK\x03\x04" + SCRIPT, "a.jpg", False,
    ),
    "a photo with a page behind it": ("a.png", lambda: photo("PNG") + SCRIPT, "a.png", False),
    "a PDF that is a page as well": ("a.pdf", lambda: b"%PDF-1.7\n" + SCRIPT, "a.pdf", True),
    "a page called text": ("a.txt", lambda: SCRIPT + SVG, "a.txt", True),
    "a name that leads elsewhere": (
        "..\\..\\boot/../a.txt", lambda: SCRIPT, "a.txt", True,
    ),
    "a name that reads backwards": ("a\u202efdp.txt", lambda: SCRIPT, "afdp.txt", True),
    "a name with ends of lines": (
        "a\r\nSet-Cookie: x.txt", lambda: SCRIPT, "a%0D%0ASet-Cookie: x.txt", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAKEN)
def test_what_is_taken_can_do_nothing(case: Case, carl: StaffClient, how: str) -> None:
    name, make, kept, stays = TAKEN[how]
    sent = body(a_file(name, make()))
    answer = send(carl, url_of(FILES, case), sent)
    assert answer.status_code == 302
    file = CaseFile.objects.get()
    got = carl.get(reverse("case_file", args=[case.pk, file.pk]))
    assert (SCRIPT in got.content) is stays
    assert_only_a_file(got, kept)
    page = carl.get(url_of(FILES, case)).content
    assert SCRIPT not in page
    assert "\u202e" not in page.decode()
    assert refusals() == []


def assert_only_a_file(got: Any, name: str) -> None:
    """No browser opens it in the site's name."""
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert not got.cookies
