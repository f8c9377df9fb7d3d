"""The data folder: who may read it, its secrets, and waymark.toml."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from waymark.config import options
from waymark.config.options import SettingError

HEADING = "# Settings of this installation. `waymark settings` lists them all.\n"


def prepare(home: Path) -> None:
    """Make the data folder and its secrets folder, open to their owner only."""
    try:
        for folder in (home, home / "secrets"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingError(
            f"The data folder {home} cannot be written ({error.strerror}): "
            "choose another with --home, or change who owns it."
        ) from error


def make_secrets(home: Path) -> None:
    """Write each secret that does not exist yet: 32 random bytes as hex, mode 0600."""
    for name in options.MADE_SECRETS:
        if not options.read(name):
            write_secret(home, name, secrets.token_hex(32))


def write_secret(home: Path, name: str, value: str) -> None:
    """Keep a secret in its own file that only the owner reads. Raises SettingError if it exists."""
    path = home / "secrets" / name.lower()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingError(f"The secret {path} cannot be written ({error.strerror}).") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value + "\n")


def write_settings(home: Path, values: Mapping[str, str]) -> None:
    """Replace waymark.toml by these settings, and let this process read them anew."""
    lines = (f"{name.lower()} = {toml_text(value)}\n" for name, value in values.items())
    draft = home / "waymark.toml.new"
    draft.write_text(HEADING + "".join(lines), encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(home / "waymark.toml")
    options.forget_file_values()


def toml_text(value: str) -> str:
    """A TOML string: a JSON string is one, but for the one control character that JSON leaves."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
