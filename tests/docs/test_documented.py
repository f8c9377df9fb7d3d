"""Documentation fails like code: every setting, command and audit event has its heading."""

import re
from pathlib import Path

import pytest

from waymark.audit.events import Event
from waymark.commands.main import COMMANDS
from waymark.config.options import OPTIONS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:|page:)([^)#]+)")


def headings(name: str) -> list[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(r"^### `(.+)`$", text, flags=re.MULTILINE)


def test_settings_and_commands_have_headings() -> None:
    found = headings("operate.md")
    expected = {f"WAYMARK_{option.name}" for option in OPTIONS} | set(COMMANDS)
    assert set(found) == expected
    assert len(found) == len(expected)


def test_audit_events_have_headings() -> None:
    found = headings("audit-events.md")
    assert set(found) == {event.value for event in Event}
    assert len(found) == len(Event)


@pytest.mark.parametrize(
    "page", [*DOCS.rglob("*.md"), *ROOT.glob("*.md")], ids=lambda path: path.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_dependency_has_its_line_of_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(r'^    "([a-z0-9-]+)[\[>]', text, flags=re.MULTILINE)
    reasons = (DOCS / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    assert len(names) > 10
    assert [name for name in names if name not in reasons] == []
