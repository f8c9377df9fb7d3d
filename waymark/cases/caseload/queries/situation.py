"""The situation that a case belongs to, as far as the worker may see it."""

from dataclasses import dataclass

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.names import case_name
from waymark.cases.people.gathering import events_gathered
from waymark.cases.queries.visible import cases_visible_to
from waymark.reports.models import Report
from waymark.reports.names import report_name
from waymark.reports.queries.record import SituationLine, situation_lines
from waymark.reports.queries.visible import situations_visible_to, visible_to
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Gathered:
    """A situation with what of it the worker may open: reports, other cases, and how many events.

    The events themselves are opened on the situation's page.
    """

    line: SituationLine
    reports: list[tuple[str, Report]]
    cases: list[tuple[str, Case]]
    events: int


def situation_of(case: Case, worker: Worker, keyring: Keyring) -> Gathered | None:
    """None where there is no situation, or none that the worker may name."""
    if case.situation_id is None:
        return None
    situation = situations_visible_to(worker).filter(pk=case.situation_id).first()
    if situation is None:
        return None
    reports = visible_to(worker).filter(situation=situation).order_by("received_at", "pk")
    cases = cases_visible_to(worker).filter(situation=situation).exclude(pk=case.pk)
    return Gathered(
        situation_lines([situation], keyring)[0],
        [(report_name(report), report) for report in reports],
        [(case_name(other), other) for other in cases.order_by("opened_on", "pk")],
        events_gathered(situation, worker).count(),
    )
