"""What else happens when a release ends. A slice names its part in AppConfig.ready():

    hooks.register("referrals", release_ended)

It runs in the transaction that ends the release, with the release held.
"""

from collections.abc import Callable

from waymark.referrals.models import Release

_ends: dict[str, Callable[[Release], None]] = {}


def register(key: str, end: Callable[[Release], None]) -> None:
    """Do something more when a release ends; the same key again replaces it."""
    _ends[key] = end


def on_end(release: Release) -> None:
    """Do all of it for a release that was just withdrawn or has expired."""
    for end in _ends.values():
        end(release)
