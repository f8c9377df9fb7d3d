"""Verify the audit log, or print its head."""

import argparse

from waymark.commands import bootstrap

ACTIONS = {
    "verify": "find edits, deletions, reorderings and truncations; exit code 1 says that there are",
    "head": "print number and hash of the newest entry, to keep somewhere else",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the log."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action, summary in ACTIONS.items():
        actions.add_parser(action, help=summary).set_defaults(action=action)


def run(arguments: argparse.Namespace) -> int:
    """Verify or print."""
    bootstrap.start_django()
    if arguments.action == "head":
        return head()
    code = verify()
    record(intact=code == 0)
    return code


def verify() -> int:
    """Print what the verification found; 1 when there is damage."""
    from waymark.audit.verify import verify_log
    from waymark.audit.wording import sentences

    verdict = verify_log()
    print("\n".join(sentences(verdict)))
    return 0 if verdict.intact else 1


def record(*, intact: bool) -> None:
    """Write into the log that it was verified, as the last thing."""
    from waymark.audit import actions
    from waymark.audit.models import Actor

    actions.record_verification(intact, by=Actor.SYSTEM)


def head() -> int:
    """Print the newest entry's number and hash."""
    from waymark.audit import log

    seq, digest = log.head()
    print(f"{seq} {digest.hex()}" if seq else "The log is empty.")
    return 0
