"""Check what people read and choose from: pages, lessons, laws, lists; ours and your own."""

import argparse
import importlib
from collections.abc import Callable, Iterator

from waymark.commands import bootstrap
from waymark.commands.console import PlainError

# Each part of the content says what is wrong with it, in sentences that name the file.
CHECKS = (
    "waymark.learn.content.checks",
    "waymark.learn.figures.checks",
    "waymark.learn.lessons.checks",
    "waymark.learn.posters.checks",
    "waymark.screening.instruments.checks",
    "waymark.screening.law.checks",
    "waymark.cases.reference.checks",
    "waymark.referrals.reference.checks",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    summary = "say what is wrong with the content, file by file"
    actions.add_parser("check", help=summary, description=summary)


def run(_arguments: argparse.Namespace) -> int:
    """Print every problem. Raises PlainError when there is one."""
    bootstrap.start_django()
    found = list(problems())
    for problem in found:
        print(problem)
    if found:
        raise PlainError(f"{len(found)} problems: correct these files, then check again.")
    print("Everything can be read: sources, dates, reading ages and languages are in order.")
    return 0


def problems() -> Iterator[str]:
    """Every problem of the content, part by part."""
    for name in CHECKS:
        check: Callable[[], list[str]] = importlib.import_module(name).problems
        yield from check()
