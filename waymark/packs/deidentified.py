"""Rows without names for the evidence rooms, in memory only: no page, command or file gives them.

Each row is about one person, so it is counted and never kept; see decision 0028 in `docs`.
"""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from waymark.cases.htcds.answers import Record
from waymark.cases.htcds.ctdc import CtdcRow, ctdc_row
from waymark.cases.models import Participant
from waymark.cases.queries.restricted import standing_of_restricted


def deidentified(
    records: Iterable[tuple[Participant, Record]], released: Collection[UUID]
) -> Iterator[CtdcRow]:
    """The rows of those who agreed.

    Arguments: each person in a case with their record; the ids of the participants with an active
    release for research. Whoever asked that their data not be used is left out as well.
    """
    restricted = set(standing_of_restricted().values_list("stands", flat=True))
    for participant, record in records:
        person = participant.person.standing
        if participant.pk in released and person.pk not in restricted:
            yield ctdc_row(record, intake_year=participant.case.opened_on.year)
