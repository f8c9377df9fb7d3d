"""Lessons inside other sites: only those that the operator names, and only the lesson."""

import pytest
from pytest_django.fixtures import Settings

from tests.learn.lessons.conftest import answers
from tests.sites import PublicClient
from waymark.learn.lessons.reading import Lesson

pytestmark = pytest.mark.django_db
EMBED = "/en/lessons/tiny/embed/"
SCHOOL = "https://school.example"
PAGES = [("get", EMBED), ("post", f"{EMBED}count/")]


@pytest.mark.parametrize("named", [(), ("*",), ("https://a.example; script-src *",), ("'self'",)])
def test_without_a_site_that_may_there_is_nothing(
    public_client: PublicClient, tiny: Lesson, settings: Settings, named: tuple[str, ...]
) -> None:
    settings.EMBED_ORIGINS = named
    for method, address in PAGES:
        assert getattr(public_client, method)(address, answers()).status_code == 404


@pytest.mark.parametrize(("method", "address"), PAGES)
def test_the_sites_that_may_are_named_and_nothing_else_is_loosened(
    public_client: PublicClient, tiny: Lesson, settings: Settings, method: str, address: str
) -> None:
    settings.EMBED_ORIGINS = (SCHOOL, "http://127.0.0.1:8080")
    answer = getattr(public_client, method)(address, answers())
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {SCHOOL} http://127.0.0.1:8080" in policy
    assert "script-src 'none'" in policy
    assert "<script" not in answer.text
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert 'action="/en/lessons/tiny/count/"' not in answer.text
    assert not answer.cookies


def test_the_page_itself_stays_closed(
    public_client: PublicClient, tiny: Lesson, settings: Settings
) -> None:
    settings.EMBED_ORIGINS = (SCHOOL,)
    for address in ("/en/lessons/tiny/", "/en/lessons/later/", "/en/"):
        answer = public_client.get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
