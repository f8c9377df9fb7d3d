"""The command line itself: help, settings, and faults as one sentence."""

import re
from pathlib import Path

import pytest

from tests.commands.running import Installation
from waymark.commands import console
from waymark.commands.main import COMMANDS, build_parser, settings_help
from waymark.config.options import OPTIONS, SECRETS


def test_help_names_every_command_and_every_setting(tmp_path: Path) -> None:
    text = Installation(tmp_path).run("--help", check=True).stdout
    for name in COMMANDS:
        assert re.search(rf"^    {name}\b", text, re.M), name
    for row in OPTIONS:
        assert f"WAYMARK_{row.name}" in text
        assert row.help in text
    assert not list(tmp_path.iterdir()), "help writes nothing"


def test_help_shows_no_default_for_secrets() -> None:
    for line in settings_help().splitlines():
        if any(line.strip().startswith(f"WAYMARK_{name}") for name in SECRETS):
            assert "[" not in line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_in_one_sentence(name: str) -> None:
    summary = (COMMANDS[name].__doc__ or "").splitlines()[0]
    assert summary.endswith(".")
    assert summary[0].isupper()


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(["fly"])
    assert ended.value.code == 2
    assert "invalid choice: 'fly'" in capsys.readouterr().err


def test_settings_show_values_and_hide_secrets(installation: Installation) -> None:
    installation.settings = {
        "EMAIL_PASSWORD": "hunter2",
        "DATABASE_URL": "postgres://me:hunter3@db.example/waymark",
        "TICK_SECONDS": "45",
    }
    text = installation.run("settings", check=True).stdout
    assert re.search(r"WAYMARK_TICK_SECONDS +45 ", text)
    assert re.search(r"WAYMARK_EMAIL_PASSWORD +set ", text)
    assert str(installation.home) in text
    assert "hunter" not in text
    for path in (installation.home / "secrets").iterdir():
        assert path.read_text().strip() not in text


def test_a_broken_settings_file_is_one_sentence(installation: Installation) -> None:
    (installation.home / "waymark.toml").write_text("public_listen = 127.0.0.1:8000\n")
    assert "waymark.toml is not valid TOML" in installation.refused("migrate")
    assert "waymark.toml is not valid TOML" in installation.refused("settings")


def test_a_setting_of_the_wrong_kind_is_one_sentence(installation: Installation) -> None:
    installation.settings = {"SESSION_HOURS": "twelve"}
    assert "WAYMARK_SESSION_HOURS must be a whole number" in installation.refused("migrate")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = Installation(tmp_path / "file" / "data").refused("migrate")
    assert "cannot be written" in said
    assert "--home" in said


def test_a_database_that_is_none_is_one_sentence(installation: Installation) -> None:
    (installation.home / "waymark.sqlite3").write_bytes(b"not a database, " * 4096)
    assert "run `waymark check`" in installation.refused("migrate")


def test_migrate_says_what_it_did(tmp_path: Path) -> None:
    fresh = Installation(tmp_path / "data")
    assert "applied vault.0001_initial" in fresh.run("migrate", check=True).stdout
    assert fresh.run("migrate", check=True).stdout == "The database is up to date.\n"
    assert (tmp_path / "data" / "waymark.sqlite3").stat().st_mode & 0o777 == 0o600


def test_home_may_be_an_argument(migrated: Path, tmp_path: Path) -> None:
    elsewhere = Installation(tmp_path / "elsewhere")
    text = elsewhere.run("--home", migrated, "settings", check=True).stdout
    assert str(migrated) in text
    assert not elsewhere.home.exists()


def test_a_table_is_as_wide_as_its_widest_cells() -> None:
    text = console.table(("a", "long heading"), [("wide cell", "x"), ("y", "")])
    assert text.splitlines() == [
        "a          long heading",
        "---------  ------------",
        "wide cell  x",
        "y",
    ]
