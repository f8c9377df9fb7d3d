"""Run one round of escalation, notices and retention."""

import argparse
import logging
import sys

from waymark.commands import bootstrap

log = logging.getLogger("waymark.tick")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_: argparse.Namespace) -> int:
    """Run one round and say how much each step did; 1 when a step failed.

    Estimates that began with this round are waited for.
    """
    bootstrap.start_django()
    from waymark.analysis import process as estimates
    from waymark.reports.tick import run_once

    result = run_once()
    for step, number in result.done.items():
        print(f"{step}: {int(number)}")
    for step in result.failed:
        print(f"{step}: failed; the next round tries again")
    sys.stdout.flush()
    estimates.finish()
    return int(bool(result.failed))


def one_round() -> None:
    """One round of the ticker, which goes on whatever one round met."""
    from django.db import close_old_connections

    from waymark.reports.tick import run_once

    try:
        run_once()
    except Exception as fault:
        # Only the kind of fault: its text may quote a row.
        log.error("a round failed with %s; the next one tries again", type(fault).__name__)
    finally:
        close_old_connections()
