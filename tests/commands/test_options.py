"""Where a setting's value comes from, and which process may read which secret."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.config import folder, options
from waymark.config.options import SettingError

plain_text = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings are read from."""
    monkeypatch.setattr(options, "home", lambda: tmp_path)
    for row in options.OPTIONS:
        monkeypatch.delenv(f"WAYMARK_{row.name}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("WAYMARK_SITE", raising=False)
    options.forget_file_values()
    return tmp_path


@pytest.fixture(autouse=True)
def _forget_afterwards() -> Iterator[None]:
    yield
    options.forget_file_values()


def test_the_environment_wins_over_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert options.read("EMAIL_PORT") == "587"
    (home / "waymark.toml").write_text("email_port = 2525\n")
    options.forget_file_values()
    assert options.read_int("EMAIL_PORT") == 2525
    (home / "port").write_text(" 25 \n")
    monkeypatch.setenv("WAYMARK_EMAIL_PORT_FILE", str(home / "port"))
    assert options.read_int("EMAIL_PORT") == 25
    monkeypatch.setenv("WAYMARK_EMAIL_PORT", "465")
    assert options.read_int("EMAIL_PORT") == 465


@pytest.mark.parametrize("text", ["", "ten", "1.5", "0x10"])
def test_a_number_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_TICK_SECONDS", text)
    with pytest.raises(SettingError, match="WAYMARK_TICK_SECONDS must be a whole number"):
        options.read_int("TICK_SECONDS")


def test_yes_and_no_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DEMONSTRATION", "Yes")
    assert options.read_bool("DEMONSTRATION")
    monkeypatch.setenv("WAYMARK_DEMONSTRATION", "true")
    with pytest.raises(SettingError, match="must be yes or no"):
        options.read_bool("DEMONSTRATION")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("email_port = \n", "is not valid TOML"),
        ('emial_port = "25"\n', "is no setting: emial_port"),
        ('staff_secret = "x"\n', "is no setting: staff_secret"),
    ],
)
def test_a_broken_settings_file_is_explained(home: Path, text: str, said: str) -> None:
    (home / "waymark.toml").write_text(text)
    options.forget_file_values()
    with pytest.raises(SettingError, match=said):
        options.read("EMAIL_PORT")


def test_a_file_that_is_named_and_absent_is_explained(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYMARK_STAFF_SECRET_FILE", str(home / "absent"))
    with pytest.raises(SettingError, match="absent cannot be read"):
        options.read("STAFF_SECRET")


@pytest.mark.parametrize("site", options.SITE_SECRETS)
def test_a_process_reads_its_own_secrets_only(
    home: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.prepare(home)
    folder.make_secrets(home)
    folder.write_secret(home, "EMAIL_PASSWORD", "at the mail server")
    assert all(options.read(name) for name in options.SECRETS)
    monkeypatch.setenv("WAYMARK_SITE", site)
    readable = {name for name in options.SECRETS if options.read(name)}
    assert readable == set(options.SITE_SECRETS[site])


def test_no_process_but_the_public_one_reads_the_receipt_key() -> None:
    holders = [site for site, names in options.SITE_SECRETS.items() if "RECEIPT_KEY" in names]
    assert holders == ["public"]


def test_the_public_process_cannot_sign_packs() -> None:
    holders = [site for site, names in options.SITE_SECRETS.items() if "PACK_KEY" in names]
    assert holders == ["staff"]


def test_secrets_are_private_and_made_once(home: Path) -> None:
    folder.prepare(home)
    folder.make_secrets(home)
    kept = {path.name: path.read_text() for path in (home / "secrets").iterdir()}
    assert kept.keys() == {name.lower() for name in options.MADE_SECRETS}
    assert len(set(kept.values())) == len(kept)
    assert len(bytes.fromhex(kept["receipt_key"].strip())) == 32
    folder.make_secrets(home)
    assert kept == {path.name: path.read_text() for path in (home / "secrets").iterdir()}
    assert (home / "secrets").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (home / "secrets").iterdir()} == {0o600}


def test_a_secret_is_never_written_over(home: Path) -> None:
    folder.prepare(home)
    folder.write_secret(home, "STAFF_SECRET", "first")
    with pytest.raises(SettingError, match="cannot be written"):
        folder.write_secret(home, "STAFF_SECRET", "second")
    assert options.read("STAFF_SECRET") == "first"


def test_a_folder_that_cannot_be_made_is_explained(home: Path) -> None:
    (home / "file").touch()
    with pytest.raises(SettingError, match="cannot be written"):
        folder.prepare(home / "file" / "data")


@given(st.dictionaries(st.sampled_from(["email_host", "email_from", "public_url"]), plain_text))
def test_what_is_written_is_read_back(values: dict[str, str]) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "home", lambda: Path(name))
        folder.write_settings(Path(name), values)
        for key, value in values.items():
            patch.delenv(f"WAYMARK_{key.upper()}", raising=False)
            assert options.read(key.upper()) == value
