"""Draws what was verified and when, whether there is room, and what was changed before."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum

from waymark.demo.directory.sheet import SOURCE, Sheet, identity
from waymark.demo.directory.tables import Offer, Pencil
from waymark.directory.actions.verifying import HOLDS_DAYS, RELIED
from waymark.directory.models import (
    Aspect,
    CapacityStatus,
    Means,
    Metadata,
    Service,
    ServiceCapacity,
    Status,
    Unit,
    Verification,
)

# The days before the demonstration is loaded on which editors sat down and verified.
ROUNDS = (27, 20, 13, 8, 4, 1)
EARLIER = "Fernhollow Information Line (invented)"
CHANGED_EACH = 29
BEFORE = {"wait_time": "About a month.", "fees_description": "Ask."}
ROOM = (
    CapacityStatus.CAPACITY,
    CapacityStatus.NO_CAPACITY,
    CapacityStatus.WAITLIST,
    CapacityStatus.ASSESSMENT,
    CapacityStatus.UNKNOWN,
)


class History(Enum):
    """What became of a service's verification so far."""

    FRESH = "everything verified a short time ago"
    AGING = "everything verified, and soon due again"
    EXPIRED = "everything verified, too long ago"
    PARTLY = "telephone and hours only"
    MIXED = "telephone and eligibility anew, the rest expired"
    IMPORTED = "taken over from an import"
    NEVER = "never"


# How often each is: in a directory that is looked after, and not by enough people.
HISTORIES = (
    *(3 * [History.FRESH]),
    *(2 * [History.AGING]),
    History.EXPIRED,
    History.PARTLY,
    History.MIXED,
    *(2 * [History.IMPORTED]),
    History.NEVER,
)


def draw(sheet: Sheet, service: Service, offer: Offer) -> None:
    """Verifications, room and history of one service."""
    number = len(sheet.of(Service))
    pencil = Pencil("upkeep", service.pk)
    history = History.FRESH if offer.sure else pencil.one(HISTORIES)
    _assure(sheet, service, _verify(sheet, service, history, pencil))
    if offer.kind.unit:
        _room(sheet, service, offer, pencil)
    if number % CHANGED_EACH == 0:
        _changed(sheet, service, pencil)


def _verify(sheet: Sheet, service: Service, history: History, pencil: Pencil) -> list[Verification]:
    recent, between = sheet.ago(pencil.one(ROUNDS)), sheet.ago(pencil.number(90, 170))
    old, imported = sheet.ago(pencil.number(200, 600)), sheet.ago(28)
    means, everything = _means(pencil), tuple(Aspect)
    batches: dict[History, list[tuple[Sequence[Aspect], Means, datetime]]] = {
        History.FRESH: [(everything, means, recent)],
        History.AGING: [(everything, means, between)],
        History.EXPIRED: [(everything, means, old)],
        History.PARTLY: [((Aspect.PHONE, Aspect.HOURS), Means.CALLED, recent)],
        History.MIXED: [
            (everything, Means.OWN_PAGE, old),
            ((Aspect.PHONE, Aspect.ELIGIBILITY), Means.CALLED, recent),
        ],
        History.IMPORTED: [((Aspect.DESCRIPTION,), Means.SOURCE, imported)],
        History.NEVER: [],
    }
    return [row for batch in batches[history] for row in _rows(sheet, service, *batch)]


def _means(pencil: Pencil) -> Means:
    return pencil.one([Means.CALLED, Means.CALLED, Means.VISITED, Means.WRITTEN, Means.OWN_PAGE])


def _rows(
    sheet: Sheet, service: Service, aspects: Iterable[Aspect], means: Means, at: datetime
) -> list[Verification]:
    """Before the coalition kept the directory somebody else did; an import verifies nothing."""
    ours = at >= sheet.ago(max(ROUNDS)) and means is not Means.SOURCE
    editor = sheet.editor(service) if ours else None
    name = SOURCE if means is Means.SOURCE else EARLIER
    return [
        sheet.add(
            Verification(
                id=identity(Verification, f"{service.pk}/{aspect}/{at:%Y%m%d}"),
                service=service,
                aspect=aspect,
                means=means,
                by=editor,
                by_name=editor.name if editor else name,
                verified_at=at,
                expires_at=at + timedelta(days=HOLDS_DAYS),
            )
        )
        for aspect in aspects
    ]


def _assure(sheet: Sheet, service: Service, rows: Iterable[Verification]) -> None:
    """The day on which everything that a caller relies on was verified, where all of it holds."""
    held = [row for row in rows if row.expires_at > sheet.now]
    newest = {row.aspect: row for row in sorted(held, key=lambda row: row.verified_at)}
    if set(newest) >= set(RELIED):
        oldest = min(newest[aspect].verified_at for aspect in RELIED)
        service.assured_date = oldest.astimezone(UTC).date()


def _room(sheet: Sheet, service: Service, offer: Offer, pencil: Pencil) -> None:
    """Fresh, expired, or never stated."""
    if offer.sure:
        status, hours = CapacityStatus(offer.sure.room), 3.0
    elif offer.number % 6 == 5:
        return
    else:
        status = ROOM[offer.number % len(ROOM)]
        hours = pencil.one([2.0, 6.0, 20.0, 80.0, 700.0])
    stated = sheet.ago(hours / 24)
    free = pencil.number(1, 6) if status == CapacityStatus.CAPACITY else 0
    sheet.hsds(
        ServiceCapacity,
        str(service.pk),
        service=service,
        unit=_unit(sheet, offer.kind.unit),
        available=free,
        maximum=pencil.number(6, 24),
        updated=stated,
        status=status,
        population=pencil.one(offer.kind.room_for) if not offer.sure else "",
        expires_at=stated + timedelta(hours=24),
    )


def _unit(sheet: Sheet, name: str) -> Unit:
    known = next((row for row in sheet.of(Unit) if row.name == name), None)
    return known or sheet.hsds(Unit, name, name=name)


def _changed(sheet: Sheet, service: Service, pencil: Pencil) -> None:
    """A change of the past, as HSDS tells it."""
    name = pencil.one(["status", *(each for each in BEFORE if getattr(service, each))])
    sheet.hsds(
        Metadata,
        f"{service.pk}/{name}",
        resource_id=service.pk,
        resource_type="service",
        last_action_date=service.last_modified.date(),
        last_action_type="update",
        field_name=name,
        previous_value=BEFORE.get(name, Status.TEMPORARILY_CLOSED.value),
        replacement_value=getattr(service, name),
        updated_by=service.steward.name if service.steward else SOURCE,
    )
