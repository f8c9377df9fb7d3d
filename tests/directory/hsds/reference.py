"""The published schemas of HSDS, where they stand beside the repository."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "hsds"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the published HSDS schemas are not beside the repository"
)


@cache
def schema(name: str) -> dict[str, Any]:
    """A schema by its path under `schema`, without the ending."""
    found: dict[str, Any] = read(f"schema/{name}.json")
    return found


def example(name: str) -> Any:
    """An official example by its name, without the ending."""
    return read(f"examples/{name}.json")


def read(path: str) -> Any:
    return json.loads((REFERENCE / path).read_text(encoding="utf-8"))


def schema_names() -> list[str]:
    """The entities that have a published schema."""
    files = (REFERENCE / "schema").glob("*.json")
    return sorted(file.stem for file in files if file.stem != "openapi")
