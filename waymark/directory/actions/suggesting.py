"""A visitor says what is wrong or missing. It is sealed on arrival, and nothing goes live by it."""

import json
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.models import Organisation
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.directory.circles import has_circle
from waymark.directory.models import Service, Suggestion
from waymark.vault.models import Compartment
from waymark.vault.records import NewEnvelope, prepare_envelope, save_all
from waymark.vault.writing import insert


class NobodyReads(Exception):
    """No organisation has a circle that could open a suggestion."""


@dataclass(frozen=True)
class Said:
    """What a visitor wrote. `name` and `reach` are asked for a new service only.

    `language` is that of the page, not what the text is written in.
    """

    what: str
    how: str = ""
    name: str = ""
    reach: str = ""
    language: str = field(default="")

    def to_bytes(self) -> bytes:
        """As UTF-8 JSON, without what was left empty."""
        said = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def suggest(service: Service | None, said: Said, form_key: bytes) -> Suggestion:
    """Seal and store a suggestion once per form, however often the form is sent.

    `service` is None for one that is missing in the directory. `form_key`: 16 random bytes.
    Raises NobodyReads.
    """
    circle = reader_of(service)
    envelope = prepare_envelope([circle])
    suggestion = Suggestion(
        organisation_id=circle.owner,
        service=service,
        received_on=timezone.localdate(),
        form_key=form_key,
        envelope_id=envelope.envelope.id,
    )
    envelope.data_key.seal(suggestion, "body", said.to_bytes())
    try:
        _write(suggestion, envelope)
    except IntegrityError:
        return _stored_before(suggestion)
    return suggestion


def reader_of(service: Service | None) -> Compartment:
    """The circle of the organisation that looks after a service, else the first one there is.

    The first is that of the organisation that was set up first. Raises NobodyReads.
    """
    circles = Compartment.objects.filter(name=DIRECTORY).select_related("key")
    steward = service.steward if service else None
    if steward and has_circle(steward):
        return circles.get(owner=steward.pk)
    owners = {circle.owner: circle for circle in circles}
    first = Organisation.objects.filter(pk__in=owners).order_by("workers__created_at", "pk").first()
    if first is None:
        raise NobodyReads
    return owners[first.pk]


@transaction.atomic
def _write(suggestion: Suggestion, envelope: NewEnvelope) -> None:
    save_all([envelope])
    insert([suggestion])
    audit.record(Event.SUGGESTION_RECEIVED, by=Actor.REPORTER, target=suggestion)


def _stored_before(suggestion: Suggestion) -> Suggestion:
    """What the same form stored. Raises IntegrityError when something else was wrong."""
    found = Suggestion.objects.filter(form_key=suggestion.form_key).first()
    if found is None:
        raise IntegrityError("The suggestion could not be stored.")
    return found
