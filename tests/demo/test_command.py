"""`waymark demo` as its own process, as somebody who tries it runs it."""

import json
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
import pytest

from tests.commands.running import Installation, free_port, status_of, wait_for
from tests.demo.serving import serving
from tests.migrated import Place

CODE = re.compile(r"^\d{6} \(for \d{1,2} more seconds\)$")
SECRET = re.compile(r"code generator +([A-Z2-7]{32}) ")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    """A demonstration in a folder of its own, and what was printed."""
    installation = Installation(tmp_path_factory.mktemp("shown") / "demo-data")
    return installation, installation.run("demo", "--load-only", check=True).stdout


def without_code(printed: str) -> list[str]:
    """What is printed, apart from the line that changes every second."""
    return [line for line in printed.splitlines() if "more seconds" not in line]


def test_the_second_start_prints_the_same(loaded: tuple[Installation, str]) -> None:
    installation, printed = loaded

    again = installation.run("demo", "--load-only", check=True).stdout

    assert without_code(again) == without_code(printed)
    assert len(without_code(again)) == len(again.splitlines()) - 1


def test_everything_to_try_is_printed(loaded: tuple[Installation, str]) -> None:
    _, printed = loaded

    for word in ("invented", "ana_hotline", "ada_lakeside", "Auditor", "Lakeside Legal Aid"):
        assert word in printed
    assert len(re.findall(r"^(?:[0-9A-Z]{4}-){4}[0-9A-Z] ", printed, re.MULTILINE)) == 5
    assert "demo --code" in printed
    assert re.search(
        r"reads the partner tier of /api/hsds/ with the key\n  [0-9A-Z-]{30,}$", printed, re.M
    )


def test_the_current_code_is_printed_on_its_own(loaded: tuple[Installation, str]) -> None:
    installation, printed = loaded
    found = SECRET.search(printed)
    assert found

    said = installation.run("demo", "--code", check=True).stdout.strip()

    assert CODE.match(said)
    assert pyotp.TOTP(found[1]).verify(said[:6], valid_window=1)


def test_the_log_is_whole(loaded: tuple[Installation, str]) -> None:
    installation, _ = loaded

    assert "whole" in installation.run("audit", "verify", check=True).stdout


def test_the_banner_stays_whatever_command_starts_it(loaded: tuple[Installation, str]) -> None:
    installation, _ = loaded

    said = installation.run("settings", check=True).stdout

    assert re.search(r"WAYMARK_DEMONSTRATION +yes", said)


def test_there_is_no_code_before_there_is_a_demonstration(tmp_path: Path) -> None:
    said = Installation(tmp_path / "nothing").refused("demo", "--code")

    assert "start the demonstration first" in said
    assert not (tmp_path / "nothing").exists()


def test_a_real_installation_is_left_alone(tmp_path: Path) -> None:
    real = Installation(tmp_path / "real")
    real.make_secrets()
    (real.home / "waymark.toml").write_text('public_url = "https://help.example"\n')
    before = sorted(path.name for path in real.home.rglob("*"))

    said = real.refused("demo", "--load-only")

    assert "real installation" in said
    assert "--home" in said
    assert sorted(path.name for path in real.home.rglob("*")) == before


def test_a_database_with_somebody_elses_rows_is_left_alone(
    loaded: tuple[Installation, str], tmp_path: Path
) -> None:
    """The facts are gone, so that these organisations may be anybody's."""
    copy = loaded[0].copy(tmp_path / "copy")
    (copy.home / "demonstration.json").unlink()

    said = copy.refused("demo", "--load-only")

    assert "something else" in said
    assert not (copy.home / "demonstration.json").exists()


def test_a_demonstration_of_an_earlier_version_is_not_started(
    loaded: tuple[Installation, str], tmp_path: Path
) -> None:
    copy = loaded[0].copy(tmp_path / "earlier")
    facts = copy.home / "demonstration.json"
    written = json.loads(facts.read_text())
    del written["partner"]
    facts.write_text(json.dumps(written))

    for option in ("--load-only", "--code"):
        said = copy.refused("demo", option)
        assert "earlier version" in said
        assert "delete this folder" in said
    assert json.loads(facts.read_text()) == written


def test_both_sites_start_and_say_that_it_is_invented(loaded: tuple[Installation, str]) -> None:
    installation, _ = loaded
    public, staff = (f"127.0.0.1:{free_port()}" for _ in range(2))
    installation.settings = {"PUBLIC_LISTEN": public, "STAFF_LISTEN": staff}
    with serving(installation) as said:
        wait_for(lambda: status_of(f"http://{public}/en/") == 200)
        wait_for(lambda: status_of(f"http://{staff}/") == 200)
        with urllib.request.urlopen(f"http://{public}/en/") as page:
            shown = page.read().decode()
        assert "demonstration" in shown.lower()
        assert "911" in shown
        assert "ana_hotline" in said()
        assert f"http://{public}/" in said()


def test_two_that_start_at_once_load_it_once(tmp_path: Path, migrated_home: Place) -> None:
    installation = Installation(migrated_home(tmp_path / "twice"))
    installation.make_secrets()

    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: installation.run("demo", "--load-only"), range(2)))

    assert [each.returncode for each in done] == [0, 0], done[0].stderr + done[1].stderr
    assert without_code(done[0].stdout) == without_code(done[1].stdout)
