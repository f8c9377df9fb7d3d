"""A real browser on a real pair of sites, filled with the demonstration."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.site import free_port
from tests.migrated import Place
from tests.settings import GAZETTEERS

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
START_SECONDS = 60.0
CODE_SECONDS = 30
BUILD = """
import django
django.setup()
from waymark.demo.build import build
build()
"""


@dataclass(frozen=True)
class Sites:
    """Where the demonstration runs, and how to sign in."""

    public: str
    staff: str
    home: Path
    facts: dict[str, Any]

    used: dict[str, int] = field(default_factory=dict)

    def code(self, login: str) -> str:
        """A code that this worker has not used: a code is good once, and one step early."""
        step = max(int(time.time()) // CODE_SECONDS, self.used.get(login, 0) + 1)
        while step > int(time.time()) // CODE_SECONDS + 1:
            time.sleep(0.5)
        self.used[login] = step
        code: str = pyotp.TOTP(self.facts["totp_secret"]).at(step * CODE_SECONDS)
        return code


def answers(address: str) -> bool:
    """Whether a site is up."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1):  # noqa: S310  loopback
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, migrated_home: Place) -> Iterator[Sites]:
    """Load the demonstration and serve both sites for the whole session."""
    home = migrated_home(tmp_path_factory.mktemp("demonstration"))
    public, staff = (f"127.0.0.1:{free_port()}" for _ in range(2))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WAYMARK_", "DJANGO_"))}
    environment = kept | {
        "WAYMARK_HOME": str(home),
        "WAYMARK_GAZETTEER_FOLDER": str(GAZETTEERS),
        "WAYMARK_PUBLIC_LISTEN": public,
        # A passkey belongs to a host name, and an address is none.
        "WAYMARK_STAFF_LISTEN": staff,
        "WAYMARK_STAFF_URL": f"http://localhost:{staff.rsplit(':', 1)[1]}",
        "WAYMARK_DEMONSTRATION": "yes",
    }
    subprocess.run(
        [sys.executable, "-m", "benchmarks.installation", "secrets"],
        env=environment,
        cwd=ROOT,
        check=True,
    )
    building = environment | {"DJANGO_SETTINGS_MODULE": "waymark.config.manage"}
    subprocess.run([sys.executable, "-c", BUILD], env=building, cwd=ROOT, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "waymark", "serve"],
        env=environment,
        cwd=ROOT,
        start_new_session=True,
    )
    addresses = f"http://{public}", environment["WAYMARK_STAFF_URL"]
    deadline = time.monotonic() + START_SECONDS
    while not all(answers(address) for address in addresses):
        assert server.poll() is None, "the sites stopped"
        assert time.monotonic() < deadline, "the sites did not start"
        time.sleep(0.1)
    facts = json.loads((home / "demonstration.json").read_text(encoding="utf-8"))
    yield Sites(*addresses, home, facts)
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(timeout=20)


class Phones:
    """Opens browser contexts and closes them; each is a fresh phone."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []

    def open(self, *, width: int = 360, scripts: bool = True, language: str = "en") -> Page:
        """A page in a fresh profile."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=scripts,
            locale=language,
            timezone_id="America/Chicago",
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every context."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[Phones]:
    """Fresh phones for one test."""
    found = Phones(browser)
    yield found
    found.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as npm installed it."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` to check accessibility")
    return AXE.read_text(encoding="utf-8")


def sign_in(page: Page, sites: Sites, login: str) -> None:
    """Sign a worker of the demonstration in, with a code that is not used yet."""
    page.goto(f"{sites.staff}/")
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password").fill(sites.facts["password"])
    page.locator("main form button").first.click()
    page.locator("input[name=code]").fill(sites.code(login))
    page.locator("main form:has(input[name=code]) button").first.click()
    page.get_by_role("heading", level=1).wait_for()
