"""Two people: a new service, a changed number and a changed place wait for somebody else.

What a proposal says is sealed to the circle of the organisation that makes it; `applying` says
what its body holds.
"""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory import closing
from waymark.directory.actions import applying
from waymark.directory.actions.applying import Body
from waymark.directory.actions.phones import take_off
from waymark.directory.actions.places import checked_point
from waymark.directory.actions.services import finish
from waymark.directory.actions.texts import refuse_places
from waymark.directory.circles import circle_of
from waymark.directory.models import (
    Aspect,
    PendingChange,
    PendingKind,
    PendingState,
    Service,
)
from waymark.directory.permissions import (
    may_decide_pending,
    may_edit_directory,
    may_read_pending,
)
from waymark.directory.tiers import Tier
from waymark.vault.keyring import Keyring
from waymark.vault.records import erase, new_envelope


class Refusal(models.TextChoices):
    """Why a second person says no. A closed list: a note could name a place."""

    WRONG = "wrong", gettext_lazy("It is not right: I checked")
    UNSURE = "unsure", gettext_lazy("I could not check it")
    TWICE = "twice", gettext_lazy("It is there already")
    UNSAFE = "unsafe", gettext_lazy("It would make somebody less safe")
    INCOMPLETE = "incomplete", gettext_lazy("Something is missing")


@transaction.atomic
def propose(service: Service | None, kind: PendingKind, body: Body, *, by: Worker) -> PendingChange:
    """Propose what needs a second person. `service` is None for a new one.

    With `wrong_now` in the body of a number the old one is withdrawn at once. Raises NotAllowed,
    NoCircle, ValidationError, ChangedMeanwhile.
    """
    kind = PendingKind(kind)
    require(may_edit_directory, by, service)
    locked = Service.objects.select_for_update().get(pk=service.pk) if service else None
    if locked and kind is PendingKind.PLACE:
        require(may_edit_directory, by, applying.location_of(locked, body))
    _check(locked, kind, body)
    said = dict(body)
    if locked and kind is PendingKind.NUMBER and body.get("wrong_now"):
        said = _take_off(locked, said, by)
    said["version"] = applying.version(locked, kind, said)
    made = _seal(locked, kind, said, by)
    audit.record(Event.CHANGE_PROPOSED, by=by, target=made)
    return made


def _seal(service: Service | None, kind: PendingKind, said: Body, by: Worker) -> PendingChange:
    key = new_envelope([circle_of(by.organisation)])
    made = PendingChange(
        envelope_id=key.envelope_id,
        organisation=by.organisation,
        service=service,
        kind=kind,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    key.seal(made, "body", json.dumps(said, default=closing.as_text).encode())
    made.save(force_insert=True)
    return made


@transaction.atomic
def read(change: PendingChange, *, by: Worker, keyring: Keyring) -> Body:
    """What a proposal says, for those who may decide it and for who made it; audited.

    Raises NotAllowed, CannotOpen, CannotNow once it is erased.
    """
    require(may_read_pending, by, change)
    body = open_body(change, keyring)
    audit.record(Event.CHANGE_READ, by=by, target=change)
    return body


def open_body(change: PendingChange, keyring: Keyring) -> Body:
    """What a proposal says. Raises CannotOpen, CannotNow once it is erased."""
    if not change.body:
        raise CannotNow(_("What this said is erased, because it was decided."))
    opened = keyring.data_key(change.envelope_id).open(change, "body")
    found: Body = json.loads(opened)
    return found


@transaction.atomic
def confirm(change: PendingChange, *, by: Worker, keyring: Keyring) -> PendingChange:
    """Be the second person: what was proposed is in force from now on, and its words are erased.

    Raises NotAllowed (also to who proposed it), CannotOpen, ChangedMeanwhile when it was decided
    already or when what it changes is no longer what it was.
    """
    locked, service = _lock(change, by)
    require(may_decide_pending, by, locked)
    body = open_body(locked, keyring)
    kind = PendingKind(locked.kind)
    if applying.version(service, kind, body) != body.get("version", ""):
        raise ChangedMeanwhile(
            _(
                "What this would change was changed after it was proposed. Refuse it, and propose "
                "anew what is still right."
            )
        )
    locked.service = applying.apply(
        service,
        kind,
        body,
        proposer=locked.proposed_by,
        by=by,
        organisation=locked.organisation,
    )
    _decide(locked, PendingState.CONFIRMED, by)
    erase(locked.envelope_id)
    if kind is PendingKind.NEW_SERVICE:
        audit.record(Event.SERVICE_CREATED, by=by, target=locked.service)
    audit.record(Event.CHANGE_CONFIRMED, by=by, target=locked)
    return locked


@transaction.atomic
def refuse(
    change: PendingChange, reason: Refusal, *, by: Worker, keyring: Keyring
) -> PendingChange:
    """Say no, and why; what was proposed stays readable for who proposed it.

    Raises NotAllowed, CannotOpen, ChangedMeanwhile.
    """
    locked, _service = _lock(change, by)
    require(may_decide_pending, by, locked)
    key = keyring.data_key(locked.envelope_id)
    body = open_body(locked, keyring) | {"refused": Refusal(reason).value}
    key.seal(locked, "body", json.dumps(body).encode())
    locked.save(update_fields=["body"])
    _decide(locked, PendingState.REFUSED, by)
    audit.record(Event.CHANGE_REFUSED, by=by, target=locked)
    return locked


@transaction.atomic
def withdraw(change: PendingChange, *, by: Worker) -> PendingChange:
    """Take one's own proposal back; its words are erased. A withdrawn number stays withdrawn.

    Raises NotAllowed, CannotNow, ChangedMeanwhile.
    """
    locked, _service = _lock(change, by)
    require(may_read_pending, by, locked)
    if locked.proposed_by_id != by.pk:
        raise CannotNow(_("Somebody else proposed this. You can confirm or refuse it."))
    _decide(locked, PendingState.WITHDRAWN, by)
    erase(locked.envelope_id)
    audit.record(Event.CHANGE_WITHDRAWN, by=by, target=locked)
    return locked


def _lock(change: PendingChange, by: Worker) -> tuple[PendingChange, Service | None]:
    """The service, then the proposal, held until commit. Raises NotAllowed, ChangedMeanwhile."""
    require(may_read_pending, by, change)
    service = None
    if change.service_id is not None:
        service = Service.objects.select_for_update().filter(pk=change.service_id).first()
    rows = PendingChange.objects.select_for_update(of=("self",))
    locked = rows.select_related("organisation", "proposed_by__organisation").get(pk=change.pk)
    if locked.state != PendingState.WAITING:
        who = locked.decided_by.name if locked.decided_by else ""
        values = {"who": who, "state": locked.get_state_display()}
        raise ChangedMeanwhile(_("This was decided already: %(state)s, %(who)s.") % values)
    return locked, service


def _decide(change: PendingChange, state: PendingState, by: Worker) -> None:
    change.state, change.decided_by, change.decided_at = state, by, timezone.now()
    change.save(update_fields=["state", "decided_by", "decided_at", "service"])


def _check(service: Service | None, kind: PendingKind, body: Body) -> None:
    """Raise ValidationError for what could not be written, before anybody is asked."""
    if (service is None) != (kind is PendingKind.NEW_SERVICE):
        raise ValueError("a new service has no service yet, and every other change has one")
    if kind is PendingKind.NEW_SERVICE:
        if not str(body.get("service", {}).get("name", "")).strip():
            raise ValidationError({"name": _("Give it a name.")})
    elif kind is PendingKind.NUMBER and not str(body.get("number", "")).strip():
        raise ValidationError({"number": _("Type the number.")})
    _check_places(body)
    refuse_places(dict(applying.texts_of(body)), service, proposed=_closed_places(body))


def _check_places(body: Body) -> None:
    for place in _places(body):
        Tier(place.get("tier", Tier.PUBLIC))
        checked_point(applying.place_of(place))


def _places(body: Body) -> list[dict[str, Any]]:
    return [*body.get("places", ()), *([body] if "place" in body else [])]


def _closed_places(body: Body) -> list[closing.Place]:
    """The places of a proposal that its texts must not tell."""
    closed = [each for each in _places(body) if each.get("tier", Tier.PUBLIC) != Tier.PUBLIC]
    return [applying.place_of(each) for each in closed]


def _take_off(service: Service, body: Body, by: Worker) -> Body:
    """Withdraw a number that is wrong now; returns the body with what a new row needs of it."""
    phone = applying.phone_of(service, body)
    if phone is None:
        return body
    kept = [{"code": row.code, "name": row.name, "note": row.note} for row in phone.languages.all()]
    take_off(phone, by)
    finish(service, {}, by=by, aspects={Aspect.PHONE})
    return body | {"languages": kept}
