"""Somebody who goes through "What could help me", and the town of the search of services."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import QueryDict
from django.test import override_settings
from django.utils import translation
from hypothesis import strategies as st

from tests.directory.finding.conftest import small_gazetteer, town  # noqa: F401  fixtures
from tests.reports.staff.conftest import clock  # noqa: F401  a fixture
from tests.sites import PublicClient, site_settings
from waymark.config import public
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.reading import Navigator, Question, navigator

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def on_public_site() -> Iterator[None]:
    """Addresses of the public site, in English, without a request."""
    with override_settings(**site_settings(public)), translation.override("en"):
        yield


def answers_of(given: dict[str, list[str]]) -> Answers:
    """The answers as a browser would send them."""
    sent = QueryDict(mutable=True)
    for name, values in given.items():
        sent.setlist(name, values)
    return Answers.read(sent, navigator())


def every_answer(found: Navigator) -> st.SearchStrategy[dict[str, list[str]]]:
    """Any answers to any questions, some skipped."""
    return st.fixed_dictionaries(
        {}, optional={each.id: _values(each) for each in found.questions.values()}
    )


def _values(question: Question) -> st.SearchStrategy[list[str]]:
    if question.kind == "many":
        return st.lists(st.sampled_from(question.answers), unique=True)
    some = {
        "country": ("US", "GB", "FR", "VA", "VN"),
        "town": ("Rivertown", "Springfield", "Nowhere"),
        "language": ("vi", "ar", "tlh"),
    }
    return st.sampled_from(question.answers or some[question.kind]).map(lambda each: [each])


@dataclass
class Visitor:
    """Presses buttons; the answers of earlier screens travel in hidden fields, as in a browser."""

    client: PublicClient = field(default_factory=PublicClient)
    language: str = "en"
    page: str = ""
    answer: Any = None

    @property
    def url(self) -> str:
        return f"/{self.language}/options/"

    def start(self) -> str:
        return self._seen(self.client.get(self.url))

    def press(self, go: str, **shown: Any) -> str:
        """Send what the page carries, and what was answered on it."""
        form = self.page.split("<main")[1].split('action="' + self.url)[1].split("</form>")[0]
        sent: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(form):
            sent.setdefault(name, []).append(value)
        return self.post({**sent, **shown, "go": go})

    def post(self, sent: dict[str, Any]) -> str:
        return self._seen(self.client.post(self.url, sent))

    def _seen(self, answer: Any) -> str:
        self.answer, self.page = answer, answer.content.decode()
        assert answer.status_code in {200, 422}, self.page
        return self.page

    @property
    def heading(self) -> str:
        [heading] = re.findall(r"<h1>(.*?)</h1>", self.page)
        return str(heading)


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()
