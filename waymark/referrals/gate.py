"""The one gate. Whatever leaves about a person passes here, or it does not leave.

`leaving` gives the values of the fields that were asked for, and only these, to code that sends,
exports or prints; what it gives is a Departure, which nothing else can make. It asks for a ground:
an active release to exactly this receiver that covers every one of the fields, a compelled
disclosure that a supervisor decided to produce, or the person's own granted request for a copy.
Nobody's role stands in for a ground. A field that is hashed or encrypted on its way is still that
field: there is no argument by which it could be called anything else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any, NoReturn

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed, require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.models import Case, Participant, Person, today
from waymark.cases.permissions import may_open_case, may_open_person
from waymark.cases.queries.same_person import ids_of_same_person
from waymark.cases.queries.values import IDENTITY, UnknownField, values_of
from waymark.cases.records import amend, read
from waymark.referrals.models import (
    Disclosure,
    DisclosureState,
    Release,
    ReleaseState,
    RightKind,
    RightsRequest,
    RightsState,
)
from waymark.referrals.receivers import Receiver
from waymark.referrals.suspected import is_suspected
from waymark.referrals.ways import Way
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen


class Why(Enum):
    """Why the gate lets nothing out."""

    NOTHING_ASKED = "nothing_asked"
    UNKNOWN_FIELD = "unknown_field"
    NO_RELEASE = "no_release"
    NOT_COVERED = "not_covered"
    RESTRICTED = "restricted"
    SUSPECTED = "suspected"
    NOT_DECIDED = "not_decided"
    CLOSED = "closed"


SENTENCES: dict[Why, Promise] = {
    Why.NOTHING_ASKED: _("Choose at least one field. Nothing has left."),
    Why.UNKNOWN_FIELD: _("One of the fields does not exist any more. Nothing has left."),
    Why.NO_RELEASE: _(
        "There is no active release to this receiver. Ask the person, and record their release "
        "first. Nothing has left."
    ),
    Why.NOT_COVERED: _(
        "The release to this receiver does not cover every field that you chose. Leave these out, "
        "or ask the person for another release. Nothing has left."
    ),
    Why.RESTRICTED: _("The person asked that their data be kept and not used. Nothing has left."),
    Why.SUSPECTED: _(
        "Somebody who is suspected of harming people in this case releases nothing. Nothing has "
        "left."
    ),
    Why.NOT_DECIDED: _("Nobody has decided that this may leave. Nothing has left."),
    Why.CLOSED: _("Some of this is erased, or closed to you. Nothing has left."),
}


class Refused(Exception):
    """The gate lets nothing out; `sentence` says what to do."""

    def __init__(self, why: Why, *, uncovered: frozenset[str] = frozenset()) -> None:
        super().__init__(why.value)
        self.why = why
        self.sentence = SENTENCES[why]
        self.uncovered = uncovered


@dataclass(frozen=True)
class Ask:
    """What somebody wants to let out: whose, which fields, to whom, how.

    `disclosure` and `request` are the grounds of the ways COMPELLED and OWN_COPY; every other way
    stands on a release.
    """

    participant: Participant
    receiver: Receiver
    way: Way
    fields: frozenset[str]
    disclosure: Disclosure | None = None
    request: RightsRequest | None = None


_MADE_BY_THE_GATE = object()


@dataclass(frozen=True)
class Departure:
    """What may leave now. Made by the gate alone; whatever renders a person's data takes one.

    It is good for the block of `leaving` only, and it cannot be copied with other values.
    """

    ask: Ask
    release: Release | None
    values: Mapping[str, Any] = field(repr=False)
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _MADE_BY_THE_GATE:
            raise TypeError("only the gate lets something leave")

    def __reduce__(self) -> NoReturn:
        raise TypeError("what leaves is neither stored nor sent on as it is")


def turn_away(participant: Participant, *, by: Worker) -> None:
    """Stop whoever may not open the case before anything is read for them; audited.

    A page behind which something can leave calls it first. Raises NotAllowed.
    """
    try:
        require(may_open_case, by, participant.case)
    except NotAllowed:
        with transaction.atomic(durable=True):
            audit.record(Event.DATA_REFUSED, by=by, target=participant)
        raise


@contextmanager
def leaving(ask: Ask, *, by: Worker, keyring: Keyring) -> Iterator[Departure]:
    """Let fields out for the time of the block, which is one transaction, and audit it.

    The release is held meanwhile, so that a withdrawal comes before or after, never between.
    Raises NotAllowed and Refused, both audited whatever becomes of the caller; so it has to be the
    outermost transaction, and raises RuntimeError inside another.
    """
    with transaction.atomic(durable=True):
        answer = _answer(ask, by, keyring)
        if isinstance(answer, Departure):
            yield answer
            _keep_account(answer, by, keyring)
            audit.record(Event.DATA_LEFT, by=by, target=_ground(ask, answer))
            return
        audit.record(Event.DATA_REFUSED, by=by, target=ask.participant)
    raise answer


def _keep_account(departure: Departure, by: Worker, keyring: Keyring) -> None:
    """Write into the release what left under it, so that the person can be told."""
    if departure.release is None:
        return
    content = read(departure.release, keyring)
    line = {
        "at": timezone.now().replace(microsecond=0).isoformat(),
        "way": departure.ask.way.value,
        "by": str(by.pk),
        "fields": sorted(departure.ask.fields),
    }
    left = [*content.get("left", ()), line]
    amend(departure.release, {**content, "left": left}, keyring)


def fields_of(release: Release, keyring: Keyring) -> frozenset[str]:
    """The fields that a release covers. Raises CannotOpen."""
    return frozenset(read(release, keyring).get("covers", ()))


def receiver_of(release: Release, keyring: Keyring) -> Receiver | None:
    """To whom a release lets something out; None if that service is gone. Raises CannotOpen."""
    if release.to_organisation_id is not None:
        return Receiver(f"organisation:{release.to_organisation_id}")
    if release.to_service_id is not None:
        return Receiver(f"service:{release.to_service_id}")
    name = str(read(release, keyring).get("receiver_name", ""))
    return Receiver.named(name) if name else None


def _answer(ask: Ask, by: Worker, keyring: Keyring) -> Departure | Refused | NotAllowed:
    try:
        participant = _as_it_is(ask, by)
        _require_open_person(participant, ask.fields, by)
        return _let_out(replace(ask, participant=participant), keyring)
    except (Refused, NotAllowed) as refusal:
        return refusal
    except CannotOpen:
        return Refused(Why.CLOSED)


def _as_it_is(ask: Ask, by: Worker) -> Participant:
    """The participant as the database has them, with their person, both held until commit.

    The case is held first, in the order in which every action on a case holds its rows.
    """
    cases = Case.objects.select_for_update(of=("self",), no_key=True)
    list(cases.filter(participants=ask.participant.pk).values_list("pk", flat=True))
    rows = Participant.objects.select_related("person", "case")
    found = rows.select_for_update(of=("self", "person"), no_key=True).filter(pk=ask.participant.pk)
    participant = found.first()
    if participant is None:
        raise NotAllowed(hidden=True)
    require(may_open_case, by, participant.case)
    return participant


def _require_open_person(participant: Participant, fields: frozenset[str], by: Worker) -> None:
    """A wall around another case of theirs keeps who somebody is from this worker here, too."""
    named = any(name.partition(".")[0] == IDENTITY for name in fields)
    if named and not may_open_person(by, participant.person):
        raise Refused(Why.CLOSED)


def _let_out(ask: Ask, keyring: Keyring) -> Departure:
    if not ask.fields:
        raise Refused(Why.NOTHING_ASKED)
    release = _release_for(ask, keyring) if _stands_on_release(ask, keyring) else None
    try:
        values = values_of(ask.participant, ask.fields, keyring)
    except UnknownField:
        raise Refused(Why.UNKNOWN_FIELD) from None
    return Departure(ask, release, MappingProxyType(values), _MADE_BY_THE_GATE)


def _stands_on_release(ask: Ask, keyring: Keyring) -> bool:
    """Check the grounds that are no releases; True where a release is needed."""
    if ask.way == Way.COMPELLED:
        _require_decision(ask, keyring)
        return False
    if ask.way == Way.OWN_COPY:
        _require_request(ask)
        return False
    if _restricted(ask.participant.person):
        raise Refused(Why.RESTRICTED)
    # They may have become so, or were found to be the same person, since they agreed.
    if is_suspected(ask.participant, keyring):
        raise Refused(Why.SUSPECTED)
    return True


def _restricted(person: Person) -> bool:
    """Whether the person asked for it, in any of the rows that are found to be the same person."""
    rows = Person.objects.filter(pk__in=ids_of_same_person(person.pk))
    return rows.exclude(restricted_at=None).exists()


def _require_decision(ask: Ask, keyring: Keyring) -> None:
    """A disclosure about this person, and fields that a supervisor decided to produce."""
    rows = Disclosure.objects.select_for_update(of=("self",)).filter(
        participant=ask.participant, state=DisclosureState.TO_PRODUCE
    )
    found = rows.filter(pk=ask.disclosure.pk).first() if ask.disclosure else None
    if found is None:
        raise Refused(Why.NOT_DECIDED)
    missing = ask.fields - frozenset(read(found, keyring).get("produces", ()))
    if missing:
        raise Refused(Why.NOT_COVERED, uncovered=missing)


def _require_request(ask: Ask) -> None:
    """The person's own request for a copy, granted, and nobody else receives it."""
    rows = RightsRequest.objects.select_for_update(of=("self",)).filter(
        kind=RightKind.COPY, state=RightsState.GRANTED, participant=ask.participant
    )
    own = ask.receiver == Receiver.person(ask.participant.person_id)
    if ask.request is None or not own or not rows.filter(pk=ask.request.pk).exists():
        raise Refused(Why.NOT_DECIDED)


def _release_for(ask: Ask, keyring: Keyring) -> Release:
    """The one active release to this receiver that covers all the fields, held until commit."""
    rows = list(_active(ask.participant).select_for_update(of=("self",)))
    to_receiver = [row for row in rows if receiver_of(row, keyring) == ask.receiver]
    if not to_receiver:
        raise Refused(Why.NO_RELEASE)
    uncovered = frozenset(ask.fields)
    for row in to_receiver:
        missing = ask.fields - fields_of(row, keyring)
        if not missing:
            return row
        uncovered = min(uncovered, missing, key=len)
    raise Refused(Why.NOT_COVERED, uncovered=uncovered)


def _active(participant: Participant) -> models.QuerySet[Release]:
    day = Q(expires_on__gte=today())
    rows = Release.objects.filter(day, participant=participant, state=ReleaseState.ACTIVE)
    return rows.filter(envelope__erased_at=None).order_by("active_at", "pk")


def _ground(ask: Ask, departure: Departure) -> models.Model:
    """What the audit log names: that on which it left."""
    return departure.release or ask.disclosure or ask.request or ask.participant
