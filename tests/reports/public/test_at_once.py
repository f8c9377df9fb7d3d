"""The same form at the same moment, over a real file; and what that file then holds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.migrated import Place
from tests.reports.public import real_site

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, migrated_home: Place) -> Path:
    return migrated_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def ran(home: Path) -> dict[str, Any]:
    """What the site did with forms that came several times at once."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "WAYMARK_HOME": str(home),
        "WAYMARK_PUBLIC_SECRET": "public secret",
        "WAYMARK_RECEIPT_KEY": "22" * 32,
    }
    done = subprocess.run(
        [sys.executable, "-m", real_site.__name__],
        env=environ,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    found["said"] = done.stderr
    return found


def test_every_form_is_stored_exactly_once(ran: dict[str, Any]) -> None:
    assert ran["reports"] == ran["envelopes"] == real_site.FORMS


def test_everybody_who_sent_a_form_sees_its_one_receipt(ran: dict[str, Any]) -> None:
    for form in ran["forms"]:
        assert len(form["codes"]) == real_site.THREADS
        assert len(set(form["codes"])) == 1
        assert {status[:3] for status in form["statuses"]} == {"200"}
    assert len({form["codes"][0] for form in ran["forms"]}) == real_site.FORMS


def test_no_word_no_receipt_and_no_address_is_in_any_file(ran: dict[str, Any], home: Path) -> None:
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name.startswith("waymark.sqlite3") for path in files)
    held = b"".join(path.read_bytes() for path in files)
    assert b"MARKER" not in held
    assert b"203.0.113" not in held
    for form in ran["forms"]:
        for spelling in (form["codes"][0], form["codes"][0].replace("-", "")):
            assert spelling.encode() not in held


def test_nothing_is_said_on_the_way(ran: dict[str, Any]) -> None:
    assert ran["said"] == ""
