"""The one download of a case that stands on no release: a case's own file, for its own worker."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
WORKER_DOWNLOAD = "worker_download"


def worker_download(*, reason: str) -> Callable[[View], View]:
    """Mark a view that gives a worker a file which they may open, audited, and say why it may.

    A test lists every view with this mark; there is to be no other download without the gate.
    """

    def mark(view: View) -> View:
        setattr(view, WORKER_DOWNLOAD, reason)
        return view

    return mark
