"""What this slice tells of a case's timeline: people, relationships, historic events."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.fields.rough import RoughDate
from waymark.cases.models import Case, CaseRecord
from waymark.cases.people.queries.people import (
    EventLine,
    event_lines,
    people_lines,
    relation_lines,
)
from waymark.cases.timeline import Item
from waymark.vault.keyring import Keyring


def people_added_to(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each person when they were added, by pseudonym."""
    for line in people_lines(case, keyring):
        url = reverse("case_participant", args=[case.pk, line.participant.pk])
        text = " · ".join(filter(None, (line.name, line.part)))
        yield Item(
            line.participant.written_at, _("Person added"), text, _who(line.participant), url
        )


def relationships_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each relationship when it was written down."""
    for line in relation_lines(case, keyring):
        row = line.relationship
        url = reverse("relationship_change", args=[case.pk, row.pk])
        text = " · ".join(filter(None, (line.one, line.kind, line.other)))
        yield Item(row.written_at, _("Relationship"), text, _who(row), url)


def events_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each historic event on the first day that it can have been."""
    for line in event_lines(case, keyring):
        url = reverse("event_change", args=[case.pk, line.event.pk])
        text = " · ".join(filter(None, (line.kind, line.when, line.where, line.about)))
        yield Item(_day(line), _("Historic event"), text, _who(line.event), url)


def _day(line: EventLine) -> date | datetime:
    known = RoughDate.parse(line.order)
    return known.first_day if known else line.event.written_at


def _who(row: CaseRecord) -> str:
    return row.author.name if row.author else ""
