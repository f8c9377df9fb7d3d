"""Somebody else's program: it asks the API and reads JSON."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cast import Cast
from tests.directory.conftest import World
from tests.sites import PublicClient
from waymark.directory import gazetteer
from waymark.directory.actions.partners import add_partner
from waymark.directory.gazetteer import FoundPlace, Kind, Place, Unknown

BASE = "/api/hsds"
SACRAMENTO = Place(
    "95814", "CA", "US", (38.58, -121.49), ("US-06067", "US-CA", "US"), Kind.POSTCODE
)


@dataclass
class Program:
    """Asks and reads; with a key it is a partner's."""

    client: PublicClient
    key: str = ""

    def get(self, path: str, method: str = "get", **asked: Any) -> Any:
        """The whole answer."""
        return getattr(self.client, method)(f"{BASE}{path}", asked, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        """The whole answer to a body in JSON."""
        content = json.dumps(body)
        return self.client.post(
            f"{BASE}{path}", content, content_type="application/json", headers=self.headers
        )

    def read(self, path: str, **asked: Any) -> Any:
        """What an answer of 200 holds."""
        answer = self.get(path, **asked)
        assert answer.status_code == 200, content(answer)
        return json.loads(content(answer))

    def contents(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """What is on a page."""
        found: list[dict[str, Any]] = self.read(path, **asked)["contents"]
        return found

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def content(answer: Any) -> bytes:
    """The body of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def ids(rows: list[dict[str, Any]]) -> set[str]:
    return {row["id"] for row in rows}


@pytest.fixture(autouse=True)
def known_postcode(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gazetteer of one postcode; the real one is tested elsewhere and takes a while to make."""

    def find_place(text: str, country: str = "") -> FoundPlace | Unknown:
        return FoundPlace(SACRAMENTO) if text == SACRAMENTO.name else Unknown(())

    monkeypatch.setattr(gazetteer, "find_place", find_place)


@pytest.fixture
def api(public_client: PublicClient) -> Program:
    """Anybody's program."""
    return Program(public_client)


@pytest.fixture
def partner(world: World, public_client: PublicClient) -> Program:
    """The program of a partner whose key opens the places of the partner tier."""
    cast: Cast = world.cast
    sara = cast.sara_supervisor
    added = add_partner("Bridge House", by=sara, keyring=cast.keyring(sara))
    return Program(public_client, added.key)
