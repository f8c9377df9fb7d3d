"""What a situation gathers from cases: the cases themselves, and historic trafficking events.

Only cases that the worker may open count: whom a wall keeps out of one sees nothing of it here.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.fields.showing import BETWEEN
from waymark.cases.models import CaseState, HistoricEvent
from waymark.cases.names import case_name
from waymark.cases.people.queries.people import EventLine, lines_of_events
from waymark.cases.queries.visible import cases_visible_to
from waymark.reports.models import Situation
from waymark.reports.panels import Panel, Row
from waymark.vault.keyring import Keyring

MOST = 200


def events_gathered(situation: Situation, worker: Worker) -> QuerySet[HistoricEvent]:
    """The events of a situation in cases that the worker may open, in the order of writing."""
    rows = HistoricEvent.objects.filter(situation=situation, envelope__erased_at=None)
    return rows.filter(case__in=cases_visible_to(worker)).order_by("written_at", "pk")


@transaction.atomic
def events_panel(situation: Situation, worker: Worker, keyring: Keyring) -> Panel:
    """The events by their days. Each one that is opened here is in the log."""
    rows = events_gathered(situation, worker)
    found = list(rows.select_related("case", "envelope", "participant__person__merged_into")[:MOST])
    audit.record_each(Event.RECORD_READ, by=worker, targets=found)
    lines = lines_of_events(found, keyring)
    return Panel(
        _("Historic trafficking events"), list(map(_row, lines)), rows.count() - len(found)
    )


def cases_panel(situation: Situation, worker: Worker, keyring: Keyring) -> Panel:
    """The cases by their names; nothing of them is opened."""
    rows = cases_visible_to(worker).filter(situation=situation).exclude(state=CaseState.ERASED)
    cases = list(rows.order_by("opened_on", "pk"))
    found = [
        Row(case_name(case), reverse("case", args=[case.pk]), case.get_state_display())
        for case in cases
    ]
    return Panel(_("Cases"), found)


def _row(line: EventLine) -> Row:
    words = filter(None, (line.kind, line.when, line.where, line.about))
    url = reverse("event_change", args=[line.event.case_id, line.event.pk])
    return Row(BETWEEN.join(words), url, case_name(line.event.case))
