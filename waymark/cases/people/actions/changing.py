"""Change who somebody is, and what they are in a case. Each raises ChangedMeanwhile."""

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_as_json
from waymark.cases.caseload.actions.common import begin_record
from waymark.cases.models import Participant, Person
from waymark.cases.people.indexing import index_person
from waymark.cases.permissions import may_open_person
from waymark.cases.records import change
from waymark.vault.keyring import Keyring


@transaction.atomic
def note_reading(person: Person, *, by: Worker) -> None:
    """Audit that a worker opened who somebody is. Raises NotAllowed."""
    require(may_open_person, by, person)
    audit.record(Event.PERSON_READ, by=by, target=person)


@transaction.atomic
def change_identity(
    person: Person, identity: Answers, *, seen: int, by: Worker, keyring: Keyring
) -> Person:
    """Replace who somebody is. Raises NotAllowed, CannotNow where it is erased."""
    require(may_open_person, by, person)
    changed = change(person, answers_as_json(identity), seen=seen, keyring=keyring)
    index_person(changed, identity, keyring=keyring)
    audit.record(Event.PERSON_CHANGED, by=by, target=changed)
    return changed


@transaction.atomic
def change_part(
    participant: Participant, part: Answers, *, seen: int, by: Worker, keyring: Keyring
) -> Participant:
    """Replace what somebody is in a case. Raises NotAllowed, CannotNow."""
    begin_record(participant, by)
    changed = change(participant, answers_as_json(part), seen=seen, keyring=keyring)
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed
