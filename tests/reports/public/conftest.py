"""A recipient with words, and somebody's phone on the public site."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.cast import CASE_MANAGEMENT, HOTLINE, Cast
from tests.sites import PublicClient
from waymark.reports import flood, steady
from waymark.reports.models import Recipient, RecipientText
from waymark.reports.queries import public as queries

RECEIPT = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts with no flood and no cached recipient."""
    monkeypatch.setattr(flood, "reports", flood.Flood())
    queries.forget_recipients()
    steady.forget()
    yield
    queries.forget_recipients()
    steady.forget()


def make_recipient(cast: Cast, slug: str = "team-a", name: str = HOTLINE, **more: Any) -> Recipient:
    """A published recipient whose reports a compartment of Riverside opens."""
    recipient = Recipient.objects.create(
        organisation=cast.riverside, slug=slug, published=True, **more
    )
    recipient.compartments.add(cast.compartment(cast.riverside, name))
    RecipientText.objects.create(
        recipient=recipient,
        language="en",
        name=f"Team {slug}",
        who_reads=f"Three people of {slug} read it.",
        must_pass_on="They must tell the authorities when a child is in danger.",
        cannot_protect="They cannot protect you from somebody who looks at your phone.",
    )
    queries.forget_recipients()
    steady.forget()
    return recipient


@pytest.fixture
def recipient(cast: Cast) -> Recipient:
    """The only recipient there is."""
    return make_recipient(cast)


@pytest.fixture
def second_recipient(cast: Cast, recipient: Recipient) -> Recipient:
    """Another team to choose from."""
    return make_recipient(cast, "team-b", CASE_MANAGEMENT, position=1)


@dataclass
class Phone:
    """What a reporter does on the public site, without scripts."""

    client: PublicClient = field(default_factory=PublicClient)
    language: str = "en"

    def url(self, name: str) -> str:
        return f"/{self.language}/{name}"

    def token(self) -> str:
        """A fresh form's token."""
        return hidden(self.client.get(self.url("write/")).content.decode(), "token")

    def send(self, what: str = "Ten people sleep in the cellar.", **more: Any) -> Any:
        """Send the report form; `files` may be a list of file objects."""
        return self.client.post(
            self.url("write/"),
            {"token": self.token(), "what": what, **more}
            if "token" not in more
            else {"what": what, **more},
        )

    def receipt(self, what: str = "Ten people sleep in the cellar.", **more: Any) -> str:
        """Send a report that is taken; returns its code."""
        answer = self.send(what, **more)
        assert answer.status_code == 200, answer.content.decode()
        return receipt_in(answer)

    def open(self, code: str) -> Any:
        return self.client.post(self.url("return/"), {"code": code})

    def do(self, code: str, step: str, **more: Any) -> Any:
        return self.client.post(self.url("return/more/"), {"code": code, "do": step, **more})

    def add(self, code: str, message: str) -> Any:
        token = hidden(self.open(code).content.decode(), "token")
        return self.do(code, "add", message=message, token=token)


@pytest.fixture
def phone(recipient: Recipient) -> Phone:
    """Somebody on an installation with one recipient."""
    return Phone()


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def receipt_in(answer: Any) -> str:
    """The code on a receipt page."""
    found = RECEIPT.search(answer.content.decode())
    assert found, "no code on the page"
    return found[0]
