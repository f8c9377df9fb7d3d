"""How far a run has come, sealed to its worker."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from waymark.packs.definitions import packs
from waymark.packs.models import PackRun, PublishedTables
from waymark.packs.tally import Members, Slices, Tally, months_between
from waymark.vault.records import DataKey


@dataclass
class Progress:
    """Attributes: the last id that was looked at, the counts so far, who is behind them.

    `basis` names what was published when counting began: what is counted anew hangs on it.
    `forgotten`: who is behind the counts was taken out, and is not kept any more.
    """

    after: str = ""
    basis: list[str] = field(default_factory=list)
    slices: Slices = field(default_factory=dict)
    members: Members = field(default_factory=dict)
    forgotten: bool = False


def save_progress(run: PackRun, progress: Progress, key: DataKey) -> None:
    """Put it into the run (not saved yet)."""
    key.seal(run, "content", json.dumps(asdict(progress)).encode())


def read_progress(run: PackRun, key: DataKey) -> Progress:
    """Undo `save_progress`. Raises CannotOpen."""
    return Progress(**json.loads(key.open(run, "content")))


def tally_of(run: PackRun, progress: Progress, before: list[PublishedTables]) -> Tally:
    """The counts as they go on."""
    return Tally(
        population=packs()[run.pack].population,
        months=months_between(run.first_day, run.last_day),
        since=_since(before),
        until=run.started_at,
        slices=progress.slices,
        members=progress.members,
    )


def _since(before: list[PublishedTables]) -> Mapping[str, datetime]:
    """When each month was counted last."""
    return {
        month: row.cutoff for row in before for month in months_between(row.first_day, row.last_day)
    }
