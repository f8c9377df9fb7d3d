"""A proposal as it is read by the second person: what stands there now beside what would."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waymark.contacts.refusals import ChangedMeanwhile
from waymark.directory import closing
from waymark.directory.actions import applying
from waymark.directory.actions.applying import Body
from waymark.directory.actions.pending import Refusal
from waymark.directory.closing import Place
from waymark.directory.models import (
    ClosedPlace,
    Location,
    LocationType,
    Means,
    Organization,
    PendingChange,
    PendingKind,
    Service,
    Use,
)
from waymark.directory.queries.page import place_in_words
from waymark.directory.tiers import Tier
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen


@dataclass(frozen=True)
class Side:
    """One line of the comparison; `differs` says that the two are not the same."""

    label: str
    now: str
    proposed: str

    @property
    def differs(self) -> bool:
        """Whether something would change."""
        return self.now != self.proposed


@dataclass(frozen=True)
class Proposal:
    """What a proposal would do, and how its proposer knows."""

    lines: list[Side]
    means: str
    wrong_now: bool
    refused: str
    stale: bool


def compared(change: PendingChange, body: Body, keyring: Keyring) -> Proposal:
    """Both sides of a proposal that was opened."""
    kind = PendingKind(change.kind)
    refused = body.get("refused")
    return Proposal(
        lines=_lines(change.service, kind, body, keyring),
        means=str(Means(body["means"]).label) if body.get("means") else "",
        wrong_now=bool(body.get("wrong_now")),
        refused=str(Refusal(refused).label) if refused else "",
        stale=_is_stale(change.service, kind, body),
    )


def _is_stale(service: Service | None, kind: PendingKind, body: Body) -> bool:
    try:
        return applying.version(service, kind, body) != str(body.get("version", ""))
    except ChangedMeanwhile:
        return True


def _lines(service: Service | None, kind: PendingKind, body: Body, keyring: Keyring) -> list[Side]:
    if kind is PendingKind.NEW_SERVICE or service is None:
        return _new(body)
    if "service_tier" in body:
        label = _("Who may know that it exists")
        now, proposed = Tier(service.tier), Tier(body["service_tier"])
        return [Side(label, str(now.label), str(proposed.label))]
    if kind is PendingKind.NUMBER:
        return _number(service, body)
    return _place(service, body, keyring)


def _number(service: Service, body: Body) -> list[Side]:
    phone = applying.phone_of(service, body)
    labels = {
        "number": _("Number"),
        "extension": _("Extension"),
        "type": _("Kind"),
        "description": _("What it is for"),
    }
    now = {name: getattr(phone, name) if phone else "" for name in labels}
    return [
        Side(label, _text(now[name]), _text(body.get(name, now[name])))
        for name, label in labels.items()
    ]


def _place(service: Service, body: Body, keyring: Keyring) -> list[Side]:
    location, now = None, Place()
    try:
        location = applying.location_of(service, body)
        if location is not None:
            now = _place_now(location, keyring)
    except (ChangedMeanwhile, CannotOpen, ClosedPlace.DoesNotExist):
        now = Place()
    before = _where_now(service, location) if location else {}
    proposed = _named(_row_now(service, location) | body if location else body)
    lines = [Side(label, before.get(label, ""), said) for label, said in proposed.items()]
    return lines + _beside(place_in_words(now), place_in_words(applying.place_of(body)))


def _place_now(location: Location, keyring: Keyring) -> Place:
    if location.tier == Tier.PUBLIC:
        return closing.read(location)
    return closing.open_place(location, keyring)


def _where_now(service: Service, location: Location) -> dict[str, str]:
    return _named(_row_now(service, location))


def _row_now(service: Service, location: Location) -> dict[str, Any]:
    link = service.service_at_locations.filter(location=location).first()
    row = {name: getattr(location, name) for name in applying.LOCATION_FIELDS}
    return row | {"tier": location.tier, "area": location.area, "use": link.use if link else ""}


def _named(row: dict[str, Any]) -> dict[str, str]:
    use, kind = row.get("use"), row.get("location_type")
    return {
        _("Who may learn where it is"): str(Tier(row.get("tier", Tier.PUBLIC)).label),
        _("Name that anybody may read"): _text(row.get("name")),
        _("Other name"): _text(row.get("alternate_name")),
        _("Description that anybody may read"): _text(row.get("description")),
        _("Region that anybody may read"): _text(row.get("area")),
        _("Kind of place"): str(LocationType(kind).label) if kind else "",
        _("What happens there"): str(Use(use).label) if use else "",
    }


def _beside(now: list[tuple[str, str]], proposed: list[tuple[str, str]]) -> list[Side]:
    """Lines of two lists side by side: those of one label in their order."""
    lines = []
    for label in dict.fromkeys(label for label, _said in (*now, *proposed)):
        left = [said for each, said in now if each == label]
        right = [said for each, said in proposed if each == label]
        for number in range(max(len(left), len(right))):
            lines.append(Side(label, _at(left, number), _at(right, number)))
    return lines


def _at(rows: list[str], number: int) -> str:
    return rows[number] if number < len(rows) else ""


def _new(body: Body) -> list[Side]:
    lines = [Side(label, "", said) for label, said in _service_lines(body) if said]
    for place in body.get("places", ()):
        lines += [Side(label, "", said) for label, said in _named(place).items() if said]
        lines += _beside([], place_in_words(applying.place_of(place)))
    return lines


def _service_lines(body: Body) -> Iterable[tuple[str, str]]:
    service = body.get("service", {})
    yield _("Name of the service"), _text(service.get("name"))
    yield _("Offered by"), _organization(body)
    yield _("What they do"), _text(service.get("description"))
    tier = Tier(service.get("tier", Tier.PUBLIC))
    yield _("Who may know that it exists"), str(tier.label)
    for phone in body.get("phones", ()):
        yield _("Telephone number"), _text(phone.get("number"))


def _organization(body: Body) -> str:
    known = body.get("organization_id")
    found = Organization.objects.filter(pk=known).first() if known else None
    return found.name if found else _text((body.get("organization") or {}).get("name"))


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
