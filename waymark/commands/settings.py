"""Show every setting, its value here and what it means."""

import argparse

from waymark.commands.console import table
from waymark.config import options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """Print the table; a secret only says whether it is set."""
    rows = [(f"WAYMARK_{row.name}", shown(row.name), row.help) for row in options.OPTIONS]
    print(table(("setting", "value", "meaning"), rows))
    return 0


def shown(name: str) -> str:
    """A setting's value as it may be shown on a screen."""
    if name == "HOME":
        return str(options.home())
    value = options.read(name)
    if name in options.SECRETS or (name == "DATABASE_URL" and value):
        return "set" if value else "not set"
    return value
