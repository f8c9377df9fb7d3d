"""Sources made of plain text, and imports of them without a command or a page."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.apps import apps

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.importing import running
from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.plan import About
from waymark.directory.importing.report import Line, Report
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import ImportRun

ORG, SERVICE, PLACE, LINK, PHONE, ADDRESS = (
    f"{number}0000000-0000-4000-8000-000000000000" for number in range(1, 7)
)
SOURCE = "Harbor County"


@dataclass
class Brought:
    """What an import said and left behind."""

    report: Report
    run: ImportRun

    def codes(self, verdict: Verdict | None = None) -> list[str]:
        """The codes of what was said, in order."""
        return [line.code for line in self.lines() if verdict in (None, line.verdict) and line.code]

    def lines(self) -> list[Line]:
        """Every line."""
        return list(self.report.every())

    def count(self, verdict: Verdict, entity: str) -> int:
        """How many rows of an entity got a verdict."""
        return self.report.counts.get((verdict.value, entity), 0)


def source_files(texts: Mapping[str, str | bytes]) -> list[SourceFile]:
    """Files that exist in memory only."""
    found = []
    for name, text in texts.items():
        content = text.encode() if isinstance(text, str) else text
        found.append(SourceFile(name, len(content), partial(io.BytesIO, content)))
    return found


def bring(texts: Mapping[str, str | bytes], source: str = SOURCE, **about: Any) -> Brought:
    """Import and say everything."""
    report = Report()
    said = About(source, **{"country": "US", **about})
    run = running.import_all(source_files(texts), said, report, lambda part, rows: None)
    return Brought(report, run)


def look(texts: Mapping[str, str | bytes], source: str = SOURCE, **about: Any) -> Brought:
    """Only look."""
    report = Report()
    said = About(source, **{"country": "US", **about})
    run = running.plan_only(source_files(texts), said, report, lambda part, rows: None)
    return Brought(report, run)


def package(**changed: str) -> dict[str, str]:
    """A small HSDS 3 package: a service at a public place; `changed` replaces whole files."""
    files = {
        "organizations": f"id,name,description\n{ORG},Harbor Aid,They help.\n",
        "services": (
            "id,organization_id,name,description,status\n"
            f"{SERVICE},{ORG},Day Center,Meals and advice.,active\n"
        ),
        "locations": (
            "id,location_type,name,latitude,longitude\n"
            f"{PLACE},physical,Harbor House,38.58,-121.49\n"
        ),
        "service_at_location": f"id,service_id,location_id\n{LINK},{SERVICE},{PLACE}\n",
        "phones": f"id,service_id,number\n{PHONE},{SERVICE},202-555-0143\n",
        "addresses": (
            "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
            f"{ADDRESS},{PLACE},12 Quay Street,Harbor,CA,95814,US,physical\n"
        ),
    }
    return {f"{name}.csv": text for name, text in {**files, **changed}.items() if text}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the directory as it stands; what a repeated import must leave as it was."""
    models = [entity.model for entity in ENTITIES.values()]
    models += [
        apps.get_model("directory", name) for name in ("Eligibility", "ClosedPlace", "Verification")
    ]
    return {
        model.__name__: [
            json.loads(json.dumps(row, default=repr))
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }


@contextmanager
def unchanged() -> Iterator[None]:
    """The directory is the same afterwards."""
    before = everything()
    yield
    assert everything() == before


Bring = Callable[..., Brought]


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here writes."""
