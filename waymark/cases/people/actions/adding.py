"""Put somebody into a case: somebody new, or somebody who is known already.

Every action raises NotAllowed to those who may not open the case and CannotNow for a closed one.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_as_json
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import written_before
from waymark.cases.models import Case, Participant, Person
from waymark.cases.people.indexing import index_person
from waymark.cases.permissions import may_open_person
from waymark.cases.records import seal_new, write_new
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.records import add_compartment


@transaction.atomic
def add_person(
    case: Case,
    identity: Answers,
    part: Answers,
    *,
    by: Worker,
    keyring: Keyring,
    participant_id: UUID | None = None,
) -> Participant:
    """Add somebody new. `identity`: who they are; `part`: what they are in the case.

    `participant_id` is drawn with the form, so that sending it twice writes once.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(Participant, locked, participant_id):
        return found
    person = Person(organisation=locked.organisation)
    seal_new(person, answers_as_json(identity), [locked.compartment])
    person.save(force_insert=True)
    index_person(person, identity, keyring=keyring)
    added = _write(locked, person, part, by, participant_id)
    audit.record(Event.PERSON_ADDED, by=by, target=person)
    return added


@transaction.atomic
def add_known_person(
    case: Case,
    person: Person,
    part: Answers,
    *,
    by: Worker,
    keyring: Keyring,
    participant_id: UUID | None = None,
) -> Participant:
    """Add somebody who is in another case; whoever opens this one sees who they are from now on.

    Raises NotAllowed to those who may not open the person, CannotNow where they are in the case.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(Participant, locked, participant_id):
        return found
    require(may_open_person, by, person)
    stands = person.standing
    _require_absent(locked, stands)
    # The person before the envelope, in the order in which a change of who they are takes both.
    Person.objects.select_for_update(no_key=True).get(pk=stands.pk)
    add_compartment(keyring.data_key(stands.envelope_id), locked.compartment)
    added = _write(locked, stands, part, by, participant_id)
    audit.record(Event.PERSON_ADDED, by=by, target=stands)
    return added


def _require_absent(case: Case, person: Person) -> None:
    family = [person.pk, *person.merged_rows.values_list("pk", flat=True)]
    if case.participants.filter(person__in=family).exists():
        raise CannotNow(_("This person is in the case already."))


def _write(
    case: Case, person: Person, part: Answers, by: Worker, participant_id: UUID | None
) -> Participant:
    added = Participant(case=case, person=person, author=by)
    added.pk = participant_id or added.pk
    write_new(added, answers_as_json(part))
    return added
