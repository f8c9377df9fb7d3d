"""A dry run as its page shows it: a stretch of rows, and whom each person may be already."""

from dataclasses import dataclass, field

from waymark.accounts.models import Worker
from waymark.cases.exchange.adapter import parts_of
from waymark.cases.exchange.drafts import Brought
from waymark.cases.htcds.dry_run import Cell, RowRun, Verdict
from waymark.cases.people.queries.finding import (
    Found,
    candidates_for,
    found_candidates,
    full_name,
    identity_of,
)
from waymark.vault.keyring import Keyring

MOST_DOUBLES = 3


@dataclass(frozen=True)
class RowLine:
    """One row of the file. `taken`: it comes in unless the worker leaves it out."""

    at: int
    row: RowRun
    called: str = field(repr=False)
    taken: bool
    doubles: list[Found] = field(repr=False)

    @property
    def changed(self) -> list[Cell]:
        """Cells that come in another way."""
        return [cell for cell in self.row.cells if cell.verdict is Verdict.CHANGED]

    @property
    def refused(self) -> list[Cell]:
        """Cells that do not come in."""
        return [cell for cell in self.row.cells if cell.verdict is Verdict.REFUSED]


def row_lines(
    brought: Brought, places: range, *, worker: Worker, keyring: Keyring
) -> list[RowLine]:
    """These rows of the file, each with people who may be the same."""
    return [_line(brought, at, worker, keyring) for at in places]


def _line(brought: Brought, at: int, worker: Worker, keyring: Keyring) -> RowLine:
    row = brought.run.rows[at]
    if row.record is None:
        return RowLine(at, row, "", taken=False, doubles=[])
    parts = parts_of(row.record, region=worker.organisation.country)
    identity = identity_of(parts.identity, worker)
    near = candidates_for(worker, keyring, identity)[:MOST_DOUBLES]
    return RowLine(
        at=at,
        row=row,
        called=full_name(identity),
        taken=at not in brought.left_out,
        doubles=found_candidates(worker, keyring, near),
    )
