"""Tables of each report pack, counted as the supervisor would, so that there is one to look at."""

from datetime import date

from waymark.cases.models import today
from waymark.demo.coalition import Coalition
from waymark.packs import actions
from waymark.packs.definitions import packs
from waymark.packs.models import RunState
from waymark.packs.periods import Period, months
from waymark.packs.working import work

COUNTS = "sara_supervisor"
HALF_YEAR = 6  # months
ENOUGH = 3  # months of this year, before which the last half of the year before says more


def count_packs(coalition: Coalition) -> None:
    """Make each pack once over the months that have just passed."""
    member = coalition.members[COUNTS]
    period = just_past(today())
    for pack in packs().values():
        run = actions.start(pack, period, by=member.worker, keyring=member.keyring)
        while run.state == RunState.COUNTING:
            work(run, by=member.worker, keyring=member.keyring)


def just_past(day: date) -> Period:
    """Up to six whole months of one year that are over on a day."""
    if day.month <= ENOUGH:
        return months(day.year - 1, 12 - HALF_YEAR + 1, 12)
    return months(day.year, max(1, day.month - HALF_YEAR), day.month - 1)
