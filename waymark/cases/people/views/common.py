"""What the pages of this slice have in common."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from waymark.accounts.gate import StaffRequest
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.fields.asking import Asked, asked_now, fields_for
from waymark.cases.fields.catalogue import Part
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.models import Case, CaseRecord, Participant, Person
from waymark.cases.people.queries.people import participants_of
from waymark.cases.queries.visible import people_visible_to
from waymark.cases.records import read

TAB = "people"
WHO, PART, FIELDS = "who", "part", "fields"  # prefixes, so that no two inputs share a name


def participant_of(case: Case, participant_id: UUID) -> Participant:
    """That person of the case; else there is none."""
    return get_object_or_404(participants_of(case), pk=participant_id)


def person_of(request: StaffRequest, person_id: UUID) -> Person:
    """That person, if the worker may open them; else there is none."""
    rows = people_visible_to(request.worker).select_related("envelope", "merged_into__envelope")
    return get_object_or_404(rows, pk=person_id)


def answers_in(record: CaseRecord | Person, request: StaffRequest) -> Answers:
    """What a record holds, opened with the worker's keys."""
    return answers_from_json(read(record, request.keyring))


def asked(
    request: StaffRequest, record: str, part: Part | None = None, *sections: str
) -> list[Asked]:
    """What the worker's organisation asks."""
    return asked_now(fields_for(request.worker.organisation, record), part=part, sections=sections)


def form_for(
    request: StaffRequest,
    fields: list[Asked],
    prefix: str,
    answers: Answers | None = None,
) -> AnswersForm:
    """A form for these fields, with what was posted or, before that, with `answers`."""
    data = request.POST if request.method == "POST" else None
    region = request.worker.organisation.country
    return AnswersForm(fields, data, answers=answers, region=region, prefix=prefix)
