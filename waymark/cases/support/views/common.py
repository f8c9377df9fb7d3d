"""What the pages of this slice have in common."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from waymark.cases.models import AboutParticipant, Case, Participant
from waymark.cases.people.queries.people import names_of, participants_of
from waymark.cases.support.kinds import KINDS, Kind
from waymark.cases.support.queries.lines import rows_of


def kind_named(slug: str) -> Kind:
    """The kind of record in an address; else there is none."""
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def record_of(case: Case, kind: Kind, record_id: UUID) -> AboutParticipant:
    """That record of the case; else, and once it is erased, there is none."""
    return get_object_or_404(rows_of(kind, case), pk=record_id)


def people_of(case: Case) -> list[tuple[str, str]]:
    """The people of the case to choose from, by pseudonym."""
    return names_of(participants_of(case))


def participant_of(case: Case, chosen: str) -> Participant | None:
    """Whom the worker chose; None for everybody in the case."""
    return participants_of(case).filter(pk=UUID(chosen)).first() if chosen else None
