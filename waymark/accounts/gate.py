"""How far in a view is. Every view of the staff site is for workers unless it is marked.

A view of a room that may not import this one marks itself `view.login_required = False`, as
Django's own login middleware reads it.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from django.http import HttpRequest

from waymark.accounts.models import Worker
from waymark.accounts.sessions import Session
from waymark.vault.keyring import Keyring

View = TypeVar("View", bound=Callable[..., Any])


class Gate(Enum):
    """What a visitor has shown before a view answers."""

    NOTHING = "nothing"
    LOCKED = "a sign-in, locked or not"
    PASSWORD = "the password, not yet the second factor"  # noqa: S105  a description
    WORKER = "password and second factor"


class StaffRequest(HttpRequest):
    """What a view behind the gate gets: `SignedIn` has set these."""

    worker: Worker
    keyring: Keyring
    session_row: Session


class PendingRequest(HttpRequest):
    """What a view gets that is open to a sign-in which is locked or lacks the second factor."""

    worker: Worker | None
    keyring: Keyring | None
    session_row: Session


class VisitorRequest(HttpRequest):
    """What a view in front of the gate gets."""

    worker: Worker | None
    keyring: Keyring | None
    session_row: Session | None


def open_to_all(view: View) -> View:
    """Let anybody reach this view."""
    return _mark(view, Gate.NOTHING)


def open_while_locked(view: View) -> View:
    """Let a signed-in worker reach this view although it is locked or lacks the second factor."""
    return _mark(view, Gate.LOCKED)


def open_before_second_factor(view: View) -> View:
    """Let a worker reach this view who has given the password only."""
    return _mark(view, Gate.PASSWORD)


def gate_of(view: Callable[..., Any]) -> Gate:
    """How far in the view is."""
    if not getattr(view, "login_required", True):
        return Gate.NOTHING
    gate = getattr(view, "gate", Gate.WORKER)
    return gate if isinstance(gate, Gate) else Gate.WORKER


def _mark(view: View, gate: Gate) -> View:
    setattr(view, "gate", gate)  # noqa: B010  mypy knows no attribute of a function
    return view
