"""The lock files: hashes for everything, no address of an index, and what pyproject asks for."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.commands.running import ROOT

LOCKS = ("runtime", "dev")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)$", re.M)
ASKED = re.compile(r"^(?P<name>[A-Za-z0-9-]+)(?:\[[^\]]+\])?(?P<limits>[<>=!,.0-9]*)$")


def text_of(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, str]:
    return {found["name"]: found["version"] for found in PIN.finditer(text_of(name))}


def asked(name: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime: list[str] = project["project"]["dependencies"]
    return runtime if name == "runtime" else [*runtime, *project["dependency-groups"]["dev"]]


@pytest.mark.parametrize("name", [*LOCKS, "spark"])
def test_every_package_has_a_version_and_hashes(name: str) -> None:
    for found in PIN.finditer(text_of(name)):
        assert "--hash=sha256:" in found["rest"], found["name"]
    lines = [line for line in text_of(name).splitlines() if line and not line.startswith(" ")]
    assert len(lines) == len(pins(name)), "a line that pins nothing"


@pytest.mark.parametrize(
    "path", [*(f"requirements/{name}.txt" for name in (*LOCKS, "spark")), "way.py"]
)
def test_no_address_of_an_index(path: str) -> None:
    text = (ROOT / path).read_text()
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|-f ", text)


def test_the_npm_lock_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert "resolved" not in text
    assert "://" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_what_the_project_asks_for_is_locked(name: str) -> None:
    for requirement in asked(name):
        found = ASKED.match(requirement)
        assert found, requirement
        locked = pins(name).get(found["name"].lower())
        assert locked, f"{requirement} is not locked: compile requirements/ again"
        assert allowed(locked, found["limits"]), f"{requirement}, but {locked} is locked"


def allowed(version: str, limits: str) -> bool:
    """Whether a version lies within limits such as >=5.2,<5.3."""
    compare = {">=": "__ge__", "<": "__lt__"}
    for limit in filter(None, limits.split(",")):
        operator = limit.rstrip("0123456789.")
        if not getattr(numbers(version), compare[operator])(numbers(limit.removeprefix(operator))):
            return False
    return True


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def test_the_development_lock_holds_the_runtime_lock() -> None:
    assert pins("runtime").items() <= pins("dev").items()


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()
    for requirement in asked("dev"):
        found = ASKED.match(requirement)
        assert found
        assert re.search(rf"[| ,]{found['name']}[ ,|]", reasons), found["name"]


def test_no_path_of_a_machine_is_committed() -> None:
    for path in [Path("way.py"), Path(".ci/run"), Path("pyproject.toml")]:
        assert not re.search(r"/(work|root|home|opt)/", (ROOT / path).read_text()), path
