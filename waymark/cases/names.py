"""Pseudonyms: the short names by which everybody speaks of a case or a person."""

from waymark.cases.models import Case, Person
from waymark.reports.names import short_name


def case_name(case: Case) -> str:
    """Such as `C-7K2QFX`."""
    return short_name("C", case.pk)


def person_name(person: Person) -> str:
    """Such as `P-7K2QFX`: the pseudonym, which says nothing about who it is."""
    return short_name("P", person.pk)
