"""What was published before, opened, and the new tables beside it."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.packs.definitions import packs
from waymark.packs.linking import Edition
from waymark.packs.models import PackRun, PublishedTables
from waymark.packs.tally import months_between
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey, new_envelope, reader_data_key

_NOT_OPEN = _(
    "Tables of this year were made before from cases that you cannot open. A colleague who opens "
    "them can make these tables."
)


def earlier(run: PackRun) -> QuerySet[PublishedTables]:
    """What was published of the same people in the same year, the oldest first."""
    return PublishedTables.objects.filter(
        organisation_id=run.organisation_id,
        population=packs()[run.pack].population.id,
        first_day__year=run.first_day.year,
    )


def editions(rows: Sequence[PublishedTables], keyring: Keyring) -> list[Edition]:
    """Open what was published. Raises CannotNow where the worker's keys do not."""
    return [_edition(row, keyring) for row in rows]


def key_of(row: PublishedTables | PackRun, keyring: Keyring) -> DataKey:
    """The key of a row, by the worker's own key or a circle's. Raises CannotOpen."""
    try:
        return reader_data_key(keyring.pair, row.envelope_id)
    except CannotOpen:
        return keyring.data_key(row.envelope_id)


def publish(run: PackRun, edition: Edition, keyring: Keyring) -> PublishedTables:
    """Keep the tables of a run, sealed to the circles that were counted."""
    circles = keyring.compartments
    # Nobody could open the tables of somebody who is in no circle; they count nobody.
    key = new_envelope(circles, readers=() if circles else [keyring.pair.public])
    row = PublishedTables(
        organisation_id=run.organisation_id,
        run=run,
        population=packs()[run.pack].population.id,
        pack=run.pack,
        first_day=run.first_day,
        last_day=run.last_day,
        cutoff=run.started_at,
        envelope_id=key.envelope_id,
    )
    content: dict[str, Any] = {
        "slices": edition.slices,
        "shown": edition.shown,
        "why": edition.why,
    }
    key.seal(row, "content", json.dumps(content).encode())
    row.save(force_insert=True)
    return row


def _edition(row: PublishedTables, keyring: Keyring) -> Edition:
    try:
        content = json.loads(key_of(row, keyring).open(row, "content"))
    except CannotOpen:
        raise CannotNow(_NOT_OPEN) from None
    return Edition(
        frozenset(months_between(row.first_day, row.last_day)),
        content["slices"],
        packs()[row.pack].tables,
        content["shown"],
        content["why"],
    )
