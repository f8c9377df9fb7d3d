"""Decide whether two rows are one person, and take the decision back.

Who stands for whom follows from the decisions that hold: each merge that is not undone makes
`other` a part of `one`. Nothing is moved or rewritten, so that taking a merge back restores all.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.models import MatchDecision, Person, PersonMatch
from waymark.cases.permissions import may_open_person
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment
from waymark.vault.records import add_compartment, remove_compartment

_DECIDED = gettext_lazy(
    "A colleague has decided about these two in the meantime. Look at them again."
)


@transaction.atomic
def merge(one: Person, other: Person, *, by: Worker, keyring: Keyring) -> PersonMatch:
    """Say that both are one person; `one` stands for both from now on.

    Whoever opens a case of `other` opens `one` too. Raises NotAllowed to those who may not open
    both, ChangedMeanwhile where one of them has been merged meanwhile.
    """
    first, second = _begin(one, other, by)
    _forget_decisions(first, second)
    match = PersonMatch.objects.create(
        one=first, other=second, decision=MatchDecision.MERGED, decided_by=by
    )
    settle([first.pk, second.pk])
    data_key = keyring.data_key(first.envelope_id)
    for compartment in circles_of(first):
        add_compartment(data_key, compartment)
    audit.record(Event.PEOPLE_MERGED, by=by, target=match)
    return match


@transaction.atomic
def keep_apart(one: Person, other: Person, *, by: Worker) -> PersonMatch:
    """Say that they are two people, so that nobody is asked again. Raises as `merge` does."""
    first, second = _begin(one, other, by)
    _forget_decisions(first, second)
    match = PersonMatch.objects.create(
        one=first, other=second, decision=MatchDecision.KEPT_APART, decided_by=by
    )
    audit.record(Event.PEOPLE_MERGED, by=by, target=match)
    return match


@transaction.atomic
def undo(match: PersonMatch, *, by: Worker) -> PersonMatch:
    """Take a decision back: both are as they were before it. Raises NotAllowed, CannotNow."""
    locked = PersonMatch.objects.select_for_update(of=("self",)).get(pk=match.pk)
    for person in (locked.one, locked.other):
        require(may_open_person, by, person)
    if locked.undone_at is not None:
        raise CannotNow(_("This has been taken back already."))
    _take_back(locked)
    if locked.decision == MatchDecision.MERGED:
        settle([locked.one_id, locked.other_id])
        _close_to_others(locked.one)
    audit.record(Event.PEOPLE_MERGED, by=by, target=locked)
    return locked


def settle(ids: Iterable[UUID]) -> None:
    """Set `merged_into` of everybody whom merges connect with these people, from the decisions."""
    family, joins = _family(set(ids))
    for person in Person.objects.select_for_update(of=("self",)).filter(pk__in=family):
        stands = person.pk
        while stands in joins:
            stands = joins[stands]
        person.merged_into_id = stands if stands != person.pk else None
        person.save(update_fields=["merged_into"])


def circles_of(person: Person) -> list[Compartment]:
    """The circles of all cases that the person is in, merged rows included."""
    family = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    rows = Compartment.objects.filter(
        pk__in=Person.objects.filter(pk__in=family).values("participants__case__compartment")
    )
    return list(rows.select_related("key").order_by("pk"))


def _begin(one: Person, other: Person, by: Worker) -> tuple[Person, Person]:
    for person in (one, other):
        require(may_open_person, by, person)
    if one.pk == other.pk:
        raise CannotNow(_("Choose two different people."))
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk])
    locked = {person.pk: person for person in rows.order_by("pk")}
    if any(person.merged_into_id is not None for person in locked.values()):
        raise ChangedMeanwhile(_DECIDED)
    return locked[one.pk], locked[other.pk]


def _forget_decisions(one: Person, other: Person) -> None:
    """A new decision about the same two takes the place of the old one."""
    pair = [one.pk, other.pk]
    rows = PersonMatch.objects.filter(one__in=pair, other__in=pair, undone_at=None)
    for match in rows:
        _take_back(match)


def _take_back(match: PersonMatch) -> None:
    match.undone_at = timezone.now()
    match.save(update_fields=["undone_at"])


def _family(ids: set[UUID]) -> tuple[set[UUID], dict[UUID, UUID]]:
    """Everybody connected with these people, and who joins whom. Read round by round: it is few."""
    rows = PersonMatch.objects.filter(decision=MatchDecision.MERGED, undone_at=None)
    family, joins = set(ids), dict[UUID, UUID]()
    while True:
        near = rows.filter(Q(one__in=family) | Q(other__in=family))
        joins |= {match.other_id: match.one_id for match in near}
        found = family | joins.keys() | set(joins.values()) | _pointing_at(family)
        if found == family:
            return family, joins
        family = found


def _pointing_at(family: set[UUID]) -> set[UUID]:
    """Rows that a merge taken back just now still shows as a part of somebody here."""
    return set(Person.objects.filter(merged_into__in=family).values_list("pk", flat=True))


def _close_to_others(person: Person) -> None:
    """Only circles of the person's own cases open them again."""
    own = {compartment.pk for compartment in circles_of(person)}
    opens = Compartment.objects.filter(key__wrappeddatakey__envelope=person.envelope_id)
    for compartment in opens.exclude(pk__in=own) if own else ():
        remove_compartment(person.envelope_id, compartment)
