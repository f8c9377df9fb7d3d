"""Let somebody in again: into the reports with the recovery key, or into a lost account."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from waymark.commands import bootstrap
from waymark.commands.console import PlainError
from waymark.commands.invitations import invitation_lines

if TYPE_CHECKING:
    from waymark.accounts.models import Worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to let in, and how."""
    parser.add_argument("login", help="sign-in name of a worker")
    parser.add_argument(
        "--invite",
        action="store_true",
        help="start the account anew with an invitation, when no administrator can; "
        "what the worker could open, they open again only through a supervisor or the recovery key",
    )


def run(arguments: argparse.Namespace) -> int:
    """Invite anew, or ask for the recovery key and admit the worker to every compartment."""
    bootstrap.start_django()
    from waymark.accounts.models import Worker

    worker = Worker.objects.filter(login=arguments.login.lower()).first()
    if worker is None:
        raise PlainError(f"There is no worker with the sign-in name {arguments.login}.")
    print(invited_anew(worker) if arguments.invite else admitted(worker))
    return 0


def invited_anew(worker: "Worker") -> str:
    """Take the account's key, factors and sign-ins away and write an invitation."""
    from django.conf import settings

    from waymark.accounts.actions.workers import start_anew
    from waymark.audit.models import Actor

    invited = start_anew(worker, by=Actor.SYSTEM, even_if_only=True)
    return "\n".join(invitation_lines(invited, settings.STAFF_URL))


def admitted(worker: "Worker") -> str:
    """Let the worker open what the recovery key opens. Raises PlainError."""
    from django.core.exceptions import ValidationError

    from waymark.accounts.actions.setup import recover_membership
    from waymark.vault.primitives import CannotOpen

    try:
        compartments = recover_membership(worker, recovery_key())
    except ValidationError as fault:
        raise PlainError(" ".join(fault.messages)) from fault
    except CannotOpen as fault:
        raise PlainError("This is not the recovery key of this worker's organisation.") from fault
    names = ", ".join(compartment.name for compartment in compartments)
    return f"{worker.name} can open: {names}. They sign out and in again to see it."


def recovery_key() -> str:
    """The key as typed, unseen on the screen, or the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Recovery key (it is not shown): ")
    return sys.stdin.readline()
