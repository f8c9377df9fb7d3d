"""What this slice tells of a case's timeline: people, who they were found to be, relationships,
historic events."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.fields.rough import RoughDate
from waymark.cases.models import Case, CaseRecord, Participant, PersonMatch
from waymark.cases.names import person_name
from waymark.cases.people.queries.people import (
    EventLine,
    event_lines,
    people_lines,
    relation_lines,
)
from waymark.cases.queries.visible import people_visible_to
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


def matches_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """What was decided about whether somebody here is somebody else, and what was taken back.

    Only about two people whom the worker may open both: one of them may be in other cases.
    """
    people = Participant.objects.filter(case=case, envelope__erased_at=None).values("person")
    rows = PersonMatch.objects.filter(Q(one__in=people) | Q(other__in=people))
    matches = list(rows.select_related("one", "other", "decided_by"))
    both = {pk for match in matches for pk in (match.one_id, match.other_id)}
    mine = set(people_visible_to(worker).filter(pk__in=both).values_list("pk", flat=True))
    for match in matches:
        if not {match.one_id, match.other_id} <= mine:
            continue
        pair = f"{person_name(match.one)} · {person_name(match.other)}"
        decision = match.get_decision_display()
        who = match.decided_by.name if match.decided_by else ""
        yield Item(match.decided_at, decision, pair, who)
        if match.undone_at:
            yield Item(match.undone_at, _("Taken back"), f"{decision}: {pair}")


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
