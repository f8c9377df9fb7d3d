"""Hand the directory of services on, or take one in."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from waymark.commands import bootstrap


@dataclass(frozen=True)
class Action:
    """Something that can be done with the directory: its summary, arguments and what runs."""

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the directory."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, action in ACTIONS.items():
        command = actions.add_parser(name, help=action.summary, description=action.summary)
        action.add_arguments(command)
        command.set_defaults(action=name)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    bootstrap.start_django()
    return ACTIONS[arguments.action].run(arguments)


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write, and in which form."""
    parser.add_argument("path", type=Path, help="the file or folder to write")
    parser.add_argument(
        "--format",
        choices=("package", "zip", "json", "ndjson"),
        default="zip",
        help="HSDS tables as a folder (package) or one file (zip), or HSDS as JSON or NDJSON",
    )


def export(arguments: argparse.Namespace) -> int:
    """Write what everybody may see as HSDS 3.2."""
    raise NotImplementedError


ACTIONS: dict[str, Action] = {
    "export": Action("write what everybody may see as HSDS 3.2", export_arguments, export),
}
