"""The language of a page comes from its address, else from the browser, and never from a cookie."""

import pytest
from django.conf import settings as project
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from waymark.web import actions

LANGUAGES = [code for code, _ in project.LANGUAGES]
NOTICE = 'class="notice small"'


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_address_decides(public: Client, code: str) -> None:
    response = public.get(f"/{code}/safe/", headers={"Accept-Language": "es"})
    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in response.content.decode()
    assert response.headers["Content-Language"] == code
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("accepted", "served"),
    [
        ("", "en"),
        ("ar", "ar"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("tlh, vi;q=0.2", "vi"),
        ("tlh", "en"),
        ("en;q=0.1, ar;q=0.9", "ar"),
        ("*", "en"),
        (";;q=,,,=", "en"),
        ("ar" * 5000, "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_the_first_page_answers_in_the_language_of_the_browser(
    public: Client, accepted: str, served: str
) -> None:
    response = public.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == served
    assert "Accept-Language" in response.headers["Vary"]
    assert f'href="/{served}/safe/"' in response.content.decode()


def test_a_cookie_is_not_read(public: Client) -> None:
    public.cookies[project.LANGUAGE_COOKIE_NAME] = "ar"
    assert public.get("/").headers["Content-Language"] == "en"


def test_one_reader_s_language_does_not_stay_for_the_next(public: Client) -> None:
    public.get("/ar/")
    assert public.get("/").headers["Content-Language"] == "en"


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_page_links_to_itself_in_every_language(public: Client, code: str) -> None:
    page = public.get(f"/{code}/about/").content.decode()
    for other in LANGUAGES:
        assert f'href="/{other}/about/" lang="{other}" hreflang="{other}"' in page
    assert page.count('aria-current="true"') == 1


def test_the_first_page_links_to_itself_in_every_language(public: Client) -> None:
    page = public.get("/").content.decode()
    for code in LANGUAGES:
        assert f'href="/{code}/"' in page


def test_the_answer_to_a_form_has_no_language_links(public: Client) -> None:
    assert "hreflang" in public.get("/en/write/").content.decode()
    assert "hreflang" not in public.post("/en/write/").content.decode()


def test_language_links_repeat_no_query(public: Client) -> None:
    assert "secret" not in public.get("/en/about/?q=secret").content.decode()


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_an_unchecked_translation_says_so_until_it_is_checked(public: Client, code: str) -> None:
    assert NOTICE in public.get(f"/{code}/").content.decode()
    actions.mark_language(code, checked=True)
    assert NOTICE not in public.get(f"/{code}/").content.decode()
    assert NOTICE not in public.get("/en/").content.decode()


def test_a_short_address_leads_to_the_page_in_the_reader_s_language(public: Client) -> None:
    response = public.get("/safe/", headers={"Accept-Language": "vi"})
    assert (response.status_code, response.headers["Location"]) == (302, "/vi/safe/")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["//evil.example/safe/", "/none/", "/en/none/", "/tlh/safe/"])
def test_no_address_leads_away(public: Client, path: str) -> None:
    response = public.get("/", PATH_INFO=path)
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_a_form_sent_to_a_short_address_is_not_redirected(public: Client) -> None:
    assert public.post("/write/", {"text": "words"}).status_code == 404


@examples(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=60))
def test_no_accept_language_breaks_a_page(public: Client, accepted: str) -> None:
    response = public.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 200
    assert response.headers["Content-Language"] in LANGUAGES


def test_staff_pages_follow_the_browser(staff: Client) -> None:
    page = staff.get("/reports/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
