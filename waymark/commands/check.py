"""Check that this installation is sound, and say how to mend what is not."""

import argparse
from collections.abc import Mapping

from waymark.commands import bootstrap
from waymark.commands.checks import BEFORE_DJANGO, WITH_DJANGO, Check, Unsound
from waymark.commands.console import as_typed, table
from waymark.config.options import SettingError

Row = tuple[str, str, str, str]
OK, MEND = "ok", "MEND"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """Print what each check found; the exit code is 1 when something must be mended."""
    rows = results(BEFORE_DJANGO)
    if all(row[1] == OK for row in rows):
        bootstrap.start_django()
        rows += results(WITH_DJANGO)
    else:
        rows.append(("database", "-", "not looked at", "mend the above first"))
    print(as_typed(table(("check", "", "found", "how to mend it"), rows)))
    return int(any(row[1] == MEND for row in rows))


def results(checks: Mapping[str, Check]) -> list[Row]:
    """One row for each check: its name, ok or MEND, what it found, and how to mend it."""
    return [result(name, check) for name, check in checks.items()]


def result(name: str, check: Check) -> Row:
    """The row of one check; a fault of the database counts as unsound."""
    from django.db import DatabaseError

    try:
        return name, OK, check(), ""
    except Unsound as unsound:
        return name, MEND, unsound.found, unsound.fix
    except SettingError as fault:
        return name, MEND, "a setting cannot be used", str(fault)
    except DatabaseError:
        return name, MEND, "the database could not say", "mend the database first"
