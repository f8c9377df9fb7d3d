"""What rooms above show on the page of a situation:

    panels.register("events", events_panel)

A panel is asked for the worker who looks, with their keyring. It shows nothing that they may not
open, and audits what it opens.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from waymark.accounts.models import Worker
from waymark.reports.models import Situation
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Row:
    """One line. `url` leads to the record; `beside` says what it belongs to."""

    text: str = field(repr=False)
    url: str
    beside: str = ""


@dataclass(frozen=True)
class Panel:
    """Lines under a heading; `more` says how many are not shown."""

    title: str | Promise
    rows: list[Row]
    more: int = 0


Source = Callable[[Situation, Worker, Keyring], Panel]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Add a panel below those that are there; the same key again replaces it."""
    _sources[key] = source


def panels_for(situation: Situation, worker: Worker, keyring: Keyring) -> list[Panel]:
    """Every panel that has something to show."""
    found = (source(situation, worker, keyring) for source in _sources.values())
    return [panel for panel in found if panel.rows]
