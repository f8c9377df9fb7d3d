"""Hand the directory of services on, or take one in."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from waymark.commands import bootstrap, importing
from waymark.commands.console import PlainError

TABLES = ("package", "zip")


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
    from waymark.audit.models import Actor
    from waymark.directory import exporting
    from waymark.directory.exporting.files import NotOurs

    target: Path = arguments.path.resolve()
    form = exporting.Format(arguments.format)
    try:
        written = exporting.export(target, form, by=Actor.SYSTEM, progress=count)
    except NotOurs as fault:
        reason = "exists and holds something else: choose another name"
        raise PlainError(f"{target} {reason}.") from fault
    except OSError as fault:
        where = target.parent
        raise PlainError(f"The export cannot be written to {where} ({fault.strerror}).") from fault
    print(f"{target}: {written} {'rows' if arguments.format in TABLES else 'services'}.")
    return 0


def count(number: int) -> None:
    """Show on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r{number} ...", end="\r", file=sys.stderr)


ACTIONS: dict[str, Action] = {
    "export": Action("write what everybody may see as HSDS 3.2", export_arguments, export),
    "import": Action(
        "take in services from elsewhere, or say what would change",
        importing.import_arguments,
        importing.import_directory,
    ),
    "template": Action(
        "write the table for those who have no export",
        importing.template_arguments,
        importing.template,
    ),
    "taxonomies": Action(
        "load the taxonomy that comes with the install",
        importing.taxonomies_arguments,
        importing.taxonomies,
    ),
    "taxonomy": Action(
        "load another taxonomy from a file",
        importing.taxonomy_arguments,
        importing.taxonomy,
    ),
}
