"""Run one round of escalation, notices and retention."""

import argparse
import logging

from waymark.commands import bootstrap

log = logging.getLogger("waymark.tick")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """One round; a fault is an error of the command."""
    bootstrap.start_django()
    from waymark.reports import tick

    tick.run_once()
    print("One round of escalation, notices and retention is done.")
    return 0


def one_round() -> None:
    """One round of the ticker, which goes on whatever one round met."""
    from django.db import close_old_connections

    from waymark.reports import tick

    try:
        tick.run_once()
    except Exception as fault:
        # Only the kind of fault: its text may quote a row.
        log.error("a round failed with %s; the next one tries again", type(fault).__name__)
    finally:
        close_old_connections()
