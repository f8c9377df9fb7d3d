"""Every setting of an installation, in one table that also feeds `--help` and docs/operate.md.

A value is looked up, in this order, in the environment (`WAYMARK_<NAME>`), in the file that
`WAYMARK_<NAME>_FILE` names, for a secret in the folder `secrets` of the data folder, for
anything else in its `waymark.toml`, and last in the default.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


class SettingError(Exception):
    """A setting that cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Option:
    """One setting: its name without the prefix, its default as text, and a sentence of help."""

    name: str
    default: str
    help: str


OPTIONS: tuple[Option, ...] = (
    Option("HOME", "waymark-data", "Folder that holds the database, the secrets and waymark.toml."),
    Option("DATABASE_URL", "", "Database to use instead of the SQLite file in the data folder."),
    Option("PUBLIC_LISTEN", "127.0.0.1:8000", "Address and port the public site listens on."),
    Option("STAFF_LISTEN", "127.0.0.1:8001", "Address and port the staff site listens on."),
    Option("PUBLIC_URL", "", "Where people reach the public site; from PUBLIC_LISTEN if empty."),
    Option("STAFF_URL", "", "Where workers reach the staff site; from STAFF_LISTEN if empty."),
    Option(
        "PUBLIC_PROCESSES",
        "1",
        "Processes of the public site; with SQLite, a second helps on a fast disk.",
    ),
    Option("TRUSTED_PROXIES", "0", "How many proxies in front add to X-Forwarded-For."),
    Option(
        "IDLE_LOCK_MINUTES", "10", "Minutes without work after which a worker's key is dropped."
    ),
    Option("SESSION_HOURS", "12", "Hours after which a worker signs in again, whatever they did."),
    Option("MAX_FILE_MB", "10", "Largest file that a reporter may attach, in megabytes."),
    Option(
        "FLOOD_PER_HOUR", "60", "Reports an hour from one address before further ones queue last."
    ),
    Option(
        "CONTENT_FOLDER",
        "",
        "Folder with the organisation's own pages, lessons and figures; content in the data folder "
        "if empty.",
    ),
    Option(
        "EMBED_ORIGINS", "", "Sites, comma separated, that may show lessons inside their own pages."
    ),
    Option(
        "GAZETTEER_FOLDER",
        "",
        "Folder for the file of place names, which several can share; the data folder if empty.",
    ),
    Option(
        "TICK_SECONDS", "30", "Seconds between two rounds of escalation, notices and retention."
    ),
    Option(
        "AUDIT_ANCHORS", "", "Further files, comma separated, that also keep the audit log's head."
    ),
    Option("EMAIL_HOST", "", "Mail server for notices; with none, notices wait on the staff site."),
    Option("EMAIL_PORT", "587", "Port of the mail server."),
    Option("EMAIL_USER", "", "User name at the mail server."),
    Option("EMAIL_PASSWORD", "", "Password at the mail server."),
    Option("EMAIL_FROM", "", "Sender of notices."),
    Option("DEMONSTRATION", "no", "yes shows a banner that everything here is invented."),
    Option("PUBLIC_SECRET", "", "Signs the public site's forms; made at set-up."),
    Option("STAFF_SECRET", "", "Signs the staff site's forms; made at set-up."),
    Option("RECEIPT_KEY", "", "Keys the receipts; only the public site reads it; made at set-up."),
    Option("PACK_KEY", "", "Signs packs of contacts; the public site never reads it."),
)

# Each process may read its own secrets only: the public process must not be able to sign for
# staff, and the staff process must not be able to look receipts up. WAYMARK_SITE, which the
# supervisor sets, says which process this is; commands run without it and read them all.
SITE_SECRETS = {
    "public": ("PUBLIC_SECRET", "RECEIPT_KEY"),
    "staff": ("STAFF_SECRET", "EMAIL_PASSWORD", "PACK_KEY"),
    "tick": ("EMAIL_PASSWORD",),
}
REQUIRED_SECRETS = ("PUBLIC_SECRET", "STAFF_SECRET", "RECEIPT_KEY")
# Made at set-up; an installation that is older makes PACK_KEY with `waymark contacts key`.
MADE_SECRETS = (*REQUIRED_SECRETS, "PACK_KEY")
SECRETS = (*MADE_SECRETS, "EMAIL_PASSWORD")


@cache
def home() -> Path:
    """The data folder of this installation."""
    return Path(os.environ.get("WAYMARK_HOME", option("HOME").default)).expanduser().resolve()


def option(name: str) -> Option:
    """The row of the table with that name. Raises KeyError when there is none."""
    return next(row for row in OPTIONS if row.name == name)


def read(name: str, environ: Mapping[str, str] | None = None) -> str:
    """The value of a setting as text. Raises SettingError when a named file cannot be read."""
    environ = os.environ if environ is None else environ
    default = option(name).default
    site = environ.get("WAYMARK_SITE")
    if site and name in SECRETS and name not in SITE_SECRETS[site]:
        return default
    if f"WAYMARK_{name}" in environ:
        return environ[f"WAYMARK_{name}"]
    if path := environ.get(f"WAYMARK_{name}_FILE"):
        return _read_file(name, Path(path))
    if name == "DATABASE_URL" and environ.get("DATABASE_URL"):
        return environ["DATABASE_URL"]
    if name in SECRETS:
        return _read_secret(name, default)
    return str(_file_values().get(name.lower(), default))


def read_int(name: str) -> int:
    """The value of a setting as a whole number. Raises SettingError when it is none."""
    value = read(name)
    try:
        return int(value)
    except ValueError:
        raise SettingError(f"WAYMARK_{name} must be a whole number, not {value!r}.") from None


def read_bool(name: str) -> bool:
    """Whether a setting says yes. Raises SettingError for anything but yes and no."""
    value = read(name).lower()
    if value not in {"yes", "no"}:
        raise SettingError(f"WAYMARK_{name} must be yes or no, not {value!r}.")
    return value == "yes"


def forget_file_values() -> None:
    """Read waymark.toml anew at the next look-up; for the commands that write it."""
    _file_values.cache_clear()


def _read_secret(name: str, default: str) -> str:
    path = home() / "secrets" / name.lower()
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return default
    except OSError as error:
        raise SettingError(
            f"The secret {path} cannot be read ({error.strerror}): "
            "start Waymark as the user who owns it."
        ) from error


def _read_file(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"WAYMARK_{name}: {path} cannot be read ({error.strerror}).") from error


@cache
def _file_values() -> dict[str, object]:
    path = home() / "waymark.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingError(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not valid TOML: {error}. Correct that line.") from error
    known = {row.name.lower() for row in OPTIONS} - {name.lower() for name in SECRETS}
    if strange := sorted(set(values) - known):
        raise SettingError(
            f"{path} has a line that is no setting: {strange[0]}. `waymark settings` lists them."
        )
    return values
