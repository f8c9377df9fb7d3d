"""Which rows were found to be one person."""

from uuid import UUID

from django.db.models import Q

from waymark.cases.models import Person


def ids_of_same_person(person_id: UUID) -> frozenset[UUID]:
    """The ids of every row that merges connect with this one, its own among them."""
    known: set[UUID] = set()
    found: set[UUID] = {person_id}
    while found - known:
        known |= found
        near = Person.objects.filter(Q(pk__in=known) | Q(merged_into__in=known))
        pairs = near.values_list("pk", "merged_into_id")
        found = {pk for pair in pairs for pk in pair if pk is not None}
    return frozenset(known)
