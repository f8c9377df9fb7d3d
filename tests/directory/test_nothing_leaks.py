"""A whole county with hidden houses: nothing anybody can read tells where one of them is."""

import json
import logging
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.demo.conftest import stage  # noqa: F401  a fixture of the demonstration
from tests.demo.stage import Stage
from tests.sites import PublicClient
from waymark.audit.models import Actor
from waymark.directory import closing, exporting
from waymark.directory.api.resources import RESOURCES
from waymark.directory.closing import Place
from waymark.directory.models import Address, Location, Service, ServiceAtLocation
from waymark.directory.tiers import Tier
from waymark.vault.primitives import CannotOpen

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINK = re.compile(r'(?:href|action|src)="([^"#]*)')
LANGUAGES = ("en", "ar")
DECIMALS = 4
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# A poster takes the typesetter a while, and there are more than a thousand.
POSTER = re.compile(r"(?<=/posters/).+?(?=\.\w+$|/$)")
SERVICE = "/en/find/*/"
MOST_OF_A_SHAPE = 15
MOST_PAGES = 8


@dataclass(frozen=True)
class Secrets:
    """What closed places hold, as patterns that no plain text may match."""

    words: frozenset[str]
    numbers: frozenset[float]

    def told(self, text: str) -> set[str]:
        """What of it a text tells."""
        small = text.lower()
        found = {word for word in self.words if word in small}
        said = {round(float(each), 5) for each in re.findall(r"\d{1,3}\.\d{4,20}", text)}
        # A telephone in any setting: digits with up to three other signs between their groups.
        groups = re.findall(r"(\d{3})\D{0,3}(\d{3})\D{0,3}(\d{4})(?!\d)", text)
        found |= {"".join(each) for each in groups} & self.words
        return found | {str(each) for each in said & self.numbers}


def _words_of(place: Place) -> Iterator[str]:
    for row in (*place.addresses, *place.phones, *place.contacts):
        yield str(row["id"])
        yield str(row["id"]).replace("-", "")
    for row in place.addresses:
        yield row["address_1"].lower()
    for row in place.phones:
        yield re.sub(r"\D", "", row["number"])[-10:]


def _numbers_of(place: Place) -> Iterator[float]:
    for degrees in place.point or ():
        if round(degrees, DECIMALS - 1) != degrees:
            yield abs(round(degrees, 5))


@pytest.fixture(scope="module")
def secrets(stage: Stage) -> Secrets:  # noqa: F811  the fixture
    places = [_open(stage, location) for location in Location.objects.exclude(tier=Tier.PUBLIC)]
    assert len(places) > 40
    # By chance an office may stand on the same line of the map as a house.
    public = {
        abs(round(degrees, 5))
        for point in Location.objects.filter(tier=Tier.PUBLIC).values_list("latitude", "longitude")
        for degrees in point
        if degrees is not None
    }
    found = Secrets(
        frozenset(word for place in places for word in _words_of(place)),
        frozenset(number for place in places for number in _numbers_of(place)) - public,
    )
    assert len(found.numbers) > len(places)
    return found


def _open(stage: Stage, location: Location) -> Place:  # noqa: F811  as above
    for keyring in stage.keyrings.values():
        try:
            return closing.open_place(location, keyring)
        except CannotOpen:
            continue
    raise AssertionError(f"nobody opens {location.pk}")


@pytest.fixture
def street() -> str:
    """The street of an office, which shows that the walk reads what is there."""
    return (
        Address.objects.exclude(address_1="").order_by("id").values_list("address_1", flat=True)[0]
    )


def answer_text(answer: Any) -> str:
    """Head and body of an answer."""
    parts = answer.streaming_content if answer.streaming else [answer.content]
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{head}\n{b''.join(parts).decode('utf-8', 'replace')}"


@dataclass
class Walk:
    """Somebody who opens every address of the public site that any page names."""

    client: PublicClient
    secrets: Secrets
    street: str
    seen: set[str]
    told: dict[str, set[str]]
    streets: int = 0
    shapes: Counter[str] = field(default_factory=Counter)

    def read(self, where: str, answer: Any) -> str:
        text = answer_text(answer)
        assert answer.status_code < 500, where
        if found := self.secrets.told(text):
            self.told[where] = found
        self.streets += self.street in text
        return text

    def from_here(self, starts: Iterable[str]) -> None:
        """Follow every link."""
        waiting = list(starts)
        while waiting:
            path = waiting.pop()
            if path in self.seen or not self._wanted(path):
                continue
            self.seen.add(path)
            waiting += LINK.findall(self.read(path, self.client.get(path)))

    def _wanted(self, path: str) -> bool:
        """Our own, in two languages; of posters and of pages that differ in an id, so many each."""
        first = path.split("/")[1] if path.startswith("/") else ""
        if not path.startswith("/") or (len(first) == 2 and first not in LANGUAGES):
            return False
        shape = POSTER.sub("*", IDENTITY.sub("*", path))
        self.shapes[shape] += 1
        return shape == SERVICE or self.shapes[shape] <= MOST_OF_A_SHAPE

    def search(self, language: str, **asked: str) -> None:
        """Turn every page of a search and open whatever is found."""
        for page in range(1, MOST_PAGES):
            sent = {"far": "any", **asked, "page": str(page)}
            text = self.read(f"search {sent}", self.client.post(f"/{language}/find/", sent))
            links = set(LINK.findall(text)) - self.seen
            self.from_here(links)
            if 'name="turn"' not in text or not links:
                return


@pytest.fixture
def walk(public_client: PublicClient, secrets: Secrets, street: str) -> Walk:
    return Walk(public_client, secrets, street, set(), {})


def services(**more: Any) -> list[str]:
    return [str(key) for key in Service.objects.filter(**more).values_list("pk", flat=True)]


class TestPublicSite:
    def test_no_page_and_no_log_tells(
        self,
        walk: Walk,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            walk.from_here(["/", "/robots.txt"])
            walk.search("en")
            for asked in ({"where": "68847"}, {"near": "40.70,-99.07"}, {"what": "shelter"}):
                walk.search("en", **asked)
            shown = [f"/en/find/{key}/" for key in services()]
            walk.from_here(shown)
            kept = {"kept": [path.split("/")[3] for path in shown[:20]]}
            walk.read("list", walk.client.post("/en/find/list/", kept))
        assert not walk.told
        assert walk.streets
        assert len(walk.seen) > 400
        out, error = capfd.readouterr()
        assert not walk.secrets.told(f"{caplog.text}\n{out}\n{error}")

    def test_nor_does_the_api(self, walk: Walk) -> None:
        for path in ("", "openapi.json", "profile"):
            walk.read(path, walk.client.get(f"/api/hsds/{path}"))
        for name in RESOURCES:
            for asked in (
                {"per_page": "1000"},
                {"per_page": "100", "full": "true"},
                {"per_page": "100", "full": "true", "full_service": "true"},
                {"minimal": "true"},
                {"format": "ndjson", "full": "true"},
                {"postcode": "68847", "proximity": "50", "full": "true"},
                {"search": "house", "full": "true"},
            ):
                self._pages(walk, name, asked)
        for key in services():
            walk.read(key, walk.client.get(f"/api/hsds/services/{key}"))
        closed = ServiceAtLocation.objects.exclude(location__tier=Tier.PUBLIC)
        for link in closed.values_list("pk", flat=True):
            walk.read(str(link), walk.client.get(f"/api/hsds/service_at_locations/{link}"))
        assert not walk.told
        assert walk.streets

    def _pages(self, walk: Walk, name: str, asked: dict[str, str]) -> None:
        for page in range(1, 20):
            sent = {**asked, "page": str(page)}
            text = walk.read(f"{name} {sent}", walk.client.get(f"/api/hsds/{name}", sent))
            if '"last_page": false' not in text and '"last_page":false' not in text:
                return

    @pytest.mark.parametrize("radius", [1, 10, 100])
    def test_nor_does_a_search_around_a_house(
        self,
        walk: Walk,
        stage: Stage,  # noqa: F811  the fixture
        radius: int,
    ) -> None:
        for location in Location.objects.exclude(tier=Tier.PUBLIC)[:5]:
            latitude, longitude = _open(stage, location).point or (0.0, 0.0)
            # What was asked is in no answer; off by a little, so that it is not the house itself.
            body = {"latitude": latitude + 0.001, "longitude": longitude + 0.001, "radius": radius}
            answer = walk.client.post(
                "/api/hsds/search", json.dumps(body), content_type="application/json"
            )
            walk.read(f"search {body}", answer)
        assert not walk.told


class TestExport:
    @pytest.mark.parametrize("form", list(exporting.Format))
    def test_no_file_tells(
        self, form: exporting.Format, secrets: Secrets, street: str, tmp_path: Path
    ) -> None:
        target = tmp_path / f"out.{form.value}"
        exporting.export(target, form, by=Actor.SYSTEM)
        text = "\n".join(_files(target))
        assert street in text
        assert not secrets.told(text)


def _files(target: Path) -> Iterator[str]:
    if target.is_dir():
        for path in sorted(target.rglob("*")):
            yield from [path.name] + ([path.read_text("utf-8")] if path.is_file() else [])
    elif zipfile.is_zipfile(target):
        with zipfile.ZipFile(target) as packed:
            yield from (packed.read(name).decode() for name in packed.namelist())
    else:
        yield target.read_text("utf-8")


class TestDatabase:
    def test_no_plain_column_tells(self, secrets: Secrets, street: str) -> None:
        told: dict[str, set[str]] = {}
        streets = 0
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of tables
                for row in cursor.fetchall():
                    text = "\n".join(map(_as_text, row))
                    streets += street in text
                    if found := secrets.told(text) | _in_millionths(secrets, row):
                        told.setdefault(table, set()).update(found)
        assert not told
        assert streets

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's file")
    def test_nor_does_the_file_with_what_was_deleted_from_it(
        self, secrets: Secrets, street: str
    ) -> None:
        base = connection.connection
        assert isinstance(base, sqlite3.Connection)
        image = base.serialize().decode("latin-1").lower()
        assert street.lower() in image
        assert not {word for word in secrets.words if _stands_in(image, word)}


def _stands_in(image: str, word: str) -> bool:
    """Whether it is there, and not the end of an identifier before another, shorter number."""
    return word in image and bool(re.search(rf"(?<![0-9a-f]{{31}}){re.escape(word)}", image))


def _as_text(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _in_millionths(secrets: Secrets, row: Iterable[object]) -> set[str]:
    """Points as whole numbers, as an index may keep them."""
    whole = {abs(value) for value in row if isinstance(value, int) and abs(value) > 10**6}
    return {str(each) for each in secrets.numbers if round(each * 10**6) in whole}


def test_the_search_for_secrets_finds_them(secrets: Secrets) -> None:
    """What these tests rest on."""
    (number, *_), (word, *_) = secrets.numbers, secrets.words
    assert secrets.told(f'"latitude": -{number}')
    assert secrets.told(f"x{word.upper()}y")
    phones = [each for each in secrets.words if re.fullmatch(r"\d{10}", each)]
    first = phones[0]
    for text in (first, f"({first[:3]}) {first[3:6]}-{first[6:]}", f"+1 {first[:3]} {first[3:]}"):
        assert secrets.told(text) == {first}
    assert not secrets.told("40.70, 1 Main Street, 308-555-0000")
