"""The public pages: small, the same for everybody, a closed set of files."""

import gzip
import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.contacts.conftest import Clock
from tests.learn.posters.conftest import Write
from tests.sites import PublicClient
from waymark.contacts.models import Contact
from waymark.learn.posters import press
from waymark.learn.posters.forms import FORMS

MOST_BYTES = 14 * 1024
PDF = "/en/posters/jobs/poster-a4-us.pdf"


@pytest.mark.parametrize("language", ["en", "es", "vi", "ar"])
def test_a_page_is_one_small_answer(
    public_client: PublicClient, contacts: None, language: str
) -> None:
    for path in ("", "jobs/", "young/us/", "know/none/", "partner/pl/"):
        page = public_client.get(f"/{language}/posters/{path}")
        assert page.status_code == 200
        assert len(gzip.compress(page.content)) <= MOST_BYTES
        assert not page.cookies
        assert not re.search(r"\ssrc=|<link[^>]+href=\"(?!data:,)|style=\"|url\(", page.text)
        assert "<title>Information</title>" in page.text or language != "en"


def test_the_preview_shows_what_is_printed(public_client: PublicClient, contacts: None) -> None:
    page = public_client.get("/en/posters/young/us/").text
    for text in ("1-888-373-7888", "1-800-843-5678", "Good until May 21, 2027", "NCMEC"):
        assert text in page
    assert "help.example.org/en/" in page
    assert 'aria-label="A square code that opens help.example.org/en/"' in page
    assert "233733" not in page
    assert "1-888" not in public_client.get("/en/posters/young/none/").text.split("<main")[1]


def test_a_poster_of_another_country_leaves_the_line_in_the_frame(
    public_client: PublicClient, contacts: None
) -> None:
    page = public_client.get("/en/posters/jobs/pl/").text
    frame, main = page.split("<main")
    assert "1-888-373-7888" in frame
    assert "22 628" in main
    assert "22 628" not in frame


def test_every_link_on_the_preview_is_a_file_or_a_page(
    public_client: PublicClient, contacts: None
) -> None:
    page = public_client.get("/en/posters/young/us/").text
    links = re.findall(r'href="(/en/posters/[^"]+)"', page)
    assert len([link for link in links if link.endswith((".pdf", ".svg"))]) == 2 * len(FORMS)
    for link in set(links):
        assert public_client.head(link).status_code == 200, link


@pytest.mark.parametrize("ending", ["pdf", "svg"])
def test_a_file_can_be_kept_and_asked_for_again(
    public_client: PublicClient, contacts: None, ending: str
) -> None:
    address = f"/en/posters/jobs/card-single-us.{ending}"
    found = public_client.get(address)
    assert (
        found.headers["Content-Type"] == {"pdf": "application/pdf", "svg": "image/svg+xml"}[ending]
    )
    assert found.headers["Content-Disposition"] == f'attachment; filename="card-single-en.{ending}"'
    assert found.headers["Cache-Control"] == "public, max-age=60"
    again = public_client.get(address, headers={"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304
    assert public_client.get(f"{address}?colour=red").content == found.content
    assert public_client.post(address).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "moon/", "jobs/xx/", "jobs/US/", "jobs/us-0/", "jobs/de/", "jobs/none-1/",
        "jobs/us-/", "jobs/-/", "jobs/poster-a4-us-.pdf",
        "jobs/poster-a4-xx.pdf", "jobs/poster-a4-US.pdf", "jobs/poster-a4.pdf",
        "jobs/poster-a4-.pdf", "jobs/poster-a5-us.pdf", "jobs/poster-single-us.pdf",
        "jobs/cards-single-us.svg", "jobs/poster-a4-us.png", "jobs/poster-a4-us.PDF",
        "jobs/poster-a4-us-0.pdf", "jobs/poster-a4-au.pdf", "jobs/poster-a4-de.pdf",
        "moon/poster-a4-us.pdf", "jobs/poster-a4-us.pdf/", "jobs/..pdf",
    ],
)  # fmt: skip
def test_anything_else_is_not_found(public_client: PublicClient, contacts: None, path: str) -> None:
    assert public_client.get(f"/en/posters/{path}").status_code == 404


def test_a_number_that_expires_takes_its_files_along(
    public_client: PublicClient, hotline: Contact, clock: Clock
) -> None:
    old = public_client.get(PDF)
    assert old.status_code == 200
    clock.forward(days=400)
    assert public_client.get(PDF).status_code == 404
    page = public_client.get("/en/posters/jobs/").text
    assert "1-888" not in page
    assert "We print no number here" in page


def test_a_changed_number_changes_the_file_at_once(
    public_client: PublicClient, hotline: Contact
) -> None:
    before = public_client.get(PDF)
    hotline.numbers.filter(printed="1-888-373-7888").update(printed="1-888-555-0100")
    after = public_client.get(PDF)
    assert after.headers["ETag"] != before.headers["ETag"]
    page = public_client.get("/en/posters/jobs/us/").text.split("<main")[1]
    assert "1-888-555-0100" in page
    assert "1-888-373-7888" not in page


def test_the_work_for_a_page_does_not_grow_with_countries(
    public_client: PublicClient, contacts: None
) -> None:
    public_client.get("/en/posters/jobs/us/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        public_client.get("/en/posters/jobs/us/")
    assert len(asked) <= 12


def test_words_of_the_organisation_are_text_on_the_page(
    public_client: PublicClient, contacts: None, own_posters: Write
) -> None:
    own_posters("en.toml", '[posters.jobs]\nheading = "<script>alert(1)</script> & #x"\n')
    page = public_client.get("/en/posters/jobs/us/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; #x" in page
    picture = public_client.get("/en/posters/jobs/poster-a4-us.svg").content
    assert b"<script" not in picture


def test_a_language_without_its_words_says_so_and_shows_english(
    public_client: PublicClient, contacts: None, own_posters: Write
) -> None:
    own_posters("es.toml", '[frame]\ntalk = ""\n')
    page = public_client.get("/es/posters/jobs/us/").text
    assert 'class="paper" lang="en" dir="ltr"' in page
    assert "help.example.org/en/" in page


def test_where_nobody_reaches_the_address_none_is_printed(
    public_client: PublicClient, contacts: None, settings: Settings
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    for whose in ("us", "none"):
        main = public_client.get(f"/en/posters/jobs/{whose}/").text.partition("<main")[2]
        assert "No square code and no address are printed yet" in main
        paper = main.partition('<article class="paper"')[2].partition("</article>")[0]
        for text in ("127.0.0.1", "localhost", "/en/", "<svg", "Other help", "Look on this page"):
            assert text not in paper
        assert "In danger now?" in paper
        for form in FORMS:
            name = f"/en/posters/jobs/{form}-{whose}"
            assert public_client.get(f"{name}.svg").status_code == 200
            assert public_client.get(f"{name}.pdf").content.startswith(b"%PDF-1.7")


def test_an_address_that_is_set_is_printed_without_a_word_about_it(
    public_client: PublicClient, contacts: None
) -> None:
    page = public_client.get("/en/posters/jobs/us/").text
    assert "No square code" not in page


def test_whoever_waits_too_long_is_sent_away_and_can_come_back(
    public_client: PublicClient, contacts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "LONGEST_WAIT", 0.05)
    with press._one_at_a_time:
        page = public_client.get(PDF)
        assert page.status_code == 503
        assert int(page.headers["Retry-After"]) > 0
        assert page.headers["Cache-Control"] == "no-store"
        assert "Please wait a minute and try again." in page.text
        assert public_client.get("/en/posters/jobs/us/").status_code == 200
    assert public_client.get(PDF).status_code == 200


def test_where_others_wait_already_nobody_else_does(
    public_client: PublicClient, contacts: None
) -> None:
    for _ in range(press.MOST_AT_ONCE):
        assert press._places.acquire(blocking=False)
    try:
        started = time.monotonic()
        assert public_client.get(PDF).status_code == 503
        assert time.monotonic() - started < press.LONGEST_WAIT
    finally:
        for _ in range(press.MOST_AT_ONCE):
            press._places.release()
    assert public_client.get(PDF).status_code == 200
