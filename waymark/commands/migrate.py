"""Bring the database up to date with this version."""

import argparse

from waymark.commands import bootstrap
from waymark.config import folder, options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """Apply the migrations that are missing and name them."""
    folder.prepare(options.home())
    bootstrap.start_django()
    applied = bootstrap.migrate()
    print("\n".join(f"applied {name}" for name in applied) or "The database is up to date.")
    return 0
