"""Let a worker open their organisation's reports again, with the printed recovery key."""

import argparse
import getpass
import sys

from waymark.commands import bootstrap
from waymark.commands.console import PlainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to let in."""
    parser.add_argument("login", help="sign-in name of a worker who has joined")


def run(arguments: argparse.Namespace) -> int:
    """Ask for the recovery key and admit the worker to every compartment."""
    bootstrap.start_django()
    from django.core.exceptions import ValidationError

    from waymark.accounts.actions.setup import recover_membership
    from waymark.accounts.models import Worker
    from waymark.vault.primitives import CannotOpen

    worker = Worker.objects.filter(login=arguments.login.lower()).first()
    if worker is None:
        raise PlainError(f"There is no worker with the sign-in name {arguments.login}.")
    try:
        compartments = recover_membership(worker, recovery_key())
    except ValidationError as fault:
        raise PlainError(" ".join(fault.messages)) from fault
    except CannotOpen as fault:
        raise PlainError("This is not the recovery key of this worker's organisation.") from fault
    names = ", ".join(compartment.name for compartment in compartments)
    print(f"{worker.name} can open: {names}. They sign out and in again to see it.")
    return 0


def recovery_key() -> str:
    """The key as typed, unseen on the screen, or the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Recovery key (it is not shown): ")
    return sys.stdin.readline()
