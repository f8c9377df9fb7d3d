"""Before a case closes, the outcome is written down for everybody whom it was about."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.cases.answers import value_of
from waymark.cases.models import Case, Outcome, Participant
from waymark.cases.names import person_name
from waymark.cases.people.queries.people import ROLE, answers_of, participants_of
from waymark.cases.records import read_many
from waymark.cases.states import CLOSED
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

VICTIM = "victim"


def require_outcome(case: Case, keyring: Keyring) -> None:
    """Raise CannotNow, with the short names, while a victim of the case has no outcome.

    An outcome counts when it was written since the case was opened, or opened again. That somebody
    could not be asked is an outcome, too.
    """
    missing = [person_name(each.person.standing) for each in _victims_without(case, keyring)]
    if missing:
        raise CannotNow(
            _(
                "Write down the outcome first, on the page “Plans and outcomes”: %(names)s. If the "
                "person could not be asked, say so there."
            )
            % {"names": ", ".join(missing)}
        )


def _victims_without(case: Case, keyring: Keyring) -> Iterator[Participant]:
    rows = list(participants_of(case))
    opened = read_many(rows, keyring)
    outcomes = Outcome.objects.filter(case=case, envelope__erased_at=None)
    if since := _opened_again(case):
        outcomes = outcomes.filter(written_at__gte=since)
    told = set(outcomes.values_list("participant_id", flat=True))
    for row in rows:
        if row.pk not in told and value_of(answers_of(opened, row.pk), ROLE) == VICTIM:
            yield row


def _opened_again(case: Case) -> datetime | None:
    """When the case was last opened after it had been closed."""
    found, before = None, ""
    for turn in case.turns.order_by("at", "pk"):
        if before in CLOSED and turn.state not in CLOSED:
            found = turn.at
        before = turn.state
    return found
