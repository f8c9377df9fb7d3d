"""Write a copy of the public pages into a folder, for any CDN, any web server or a USB stick."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from waymark.commands import bootstrap
from waymark.commands.console import PlainError
from waymark.commands.serve import require_secrets

if TYPE_CHECKING:
    from waymark.exporting import Copied


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write, and what."""
    parser.add_argument("folder", type=Path, help="the folder to write; new, empty or such a copy")
    parser.add_argument(
        "--language",
        action="append",
        metavar="CODE",
        help="copy the pages in this language, such as en; once for each; all without it",
    )
    parser.add_argument(
        "--url",
        metavar="ADDRESS",
        help="where people reach the public site, for what needs the internet (PUBLIC_URL)",
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="ENDING",
        help="do not copy files with this ending, such as pdf; their links lead to the site",
    )


def run(arguments: argparse.Namespace) -> int:
    """Copy. Raises PlainError with what to do when it cannot."""
    if arguments.url:
        os.environ["WAYMARK_PUBLIC_URL"] = _address(arguments.url)
    os.environ["WAYMARK_SITE"] = "public"  # a copy needs no other process's secrets
    require_secrets(("PUBLIC_SECRET", "RECEIPT_KEY"))
    bootstrap.start_django("waymark.config.public")
    if bootstrap.unapplied():
        raise PlainError("The database is not up to date: run `waymark migrate` first.")
    return copy(arguments)


def copy(arguments: argparse.Namespace) -> int:
    """Write the copy with the settings that are in force, and say what it holds."""
    from waymark import exporting
    from waymark.directory.exporting.files import NotOurs

    target: Path = arguments.folder.resolve()
    if not target.parent.is_dir():
        raise PlainError(
            f"There is no folder {target.parent}: make it first or choose another place."
        )
    languages, leave_out = _languages(arguments.language), _endings(arguments.leave_out)
    try:
        with _stopping_cleanly():
            copied = exporting.export(target, languages, leave_out=leave_out, progress=_count)
    except NotOurs as fault:
        reason = "holds something else than an earlier copy: choose another folder"
        raise PlainError(f"{target} {reason}.") from fault
    except exporting.Broken as fault:
        where = fault.args[0]
        raise PlainError(
            f"The page {where} is broken, so nothing was copied: see above."
        ) from fault
    except OSError as fault:
        reason = f"cannot be written to {target.parent} ({fault.strerror})"
        advice = "free space there or choose another place; nothing was left behind"
        raise PlainError(f"The copy {reason}: {advice}.") from fault
    print(f"{target}: {copied.pages} pages and {copied.files} files in {', '.join(languages)}.")
    print(_until(copied), _leads(copied), sep="\n")
    return 0


def _until(copied: "Copied") -> str:
    if copied.until is None:
        return "No line of help is in it: check every telephone number before you call."
    return f"Its lines of help hold until {copied.until}: make it anew before that day."


def _leads(copied: "Copied") -> str:
    if copied.address:
        return f"What needs the internet leads to {copied.address}/"
    return (
        "What needs the internet has no link: only this machine reaches the public address "
        "that is set. Say --url https://your.site to change that."
    )


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/"):
        raise PlainError(f"{url} is no address of a site: write it like https://help.example.org.")
    return f"{parts.scheme}://{parts.netloc}"


def _languages(asked: list[str] | None) -> list[str]:
    from django.conf import settings

    known = [code for code, _name in settings.LANGUAGES]
    for code in asked or []:
        if code not in known:
            raise PlainError(f"There is no language {code}: choose from {', '.join(known)}.")
    return [code for code in known if code in asked] if asked else known


def _endings(asked: list[str]) -> list[str]:
    from waymark.exporting.places import FILES

    endings = [f".{each.removeprefix('.').lower()}" for each in asked]
    for each in endings:
        if each not in FILES:
            known = ", ".join(name.removeprefix(".") for name in FILES)
            raise PlainError(f"No file that is copied ends in {each}: choose from {known}.")
    return endings


@contextmanager
def _stopping_cleanly() -> Iterator[None]:
    """Take what is half-written away when asked to stop, as after Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _count(number: int) -> None:
    """Show on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r{number} ...", end="\r", file=sys.stderr)
