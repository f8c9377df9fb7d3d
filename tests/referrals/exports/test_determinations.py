"""Of several determinations the one that counts leaves, and nothing of another one with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cases.making import answered
from tests.referrals.exports.conftest import Counter
from waymark.cases.htcds.answers import Record
from waymark.cases.htcds.reading import dry_run
from waymark.cases.models import Determination
from waymark.cases.records import write_new

STATUS = "vic_TraffickingStatus"
WHOSE = "vic_TraffickingStatusDecisionMakingOrg"
POSSIBLE, CONFIRMED = "PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"


@pytest.fixture
def decided(counter: Counter) -> Counter:
    """Rosa's, with a release of what was decided about her."""
    counter.covers(f"determination.{STATUS}", f"determination.{WHOSE}")
    return counter


def decide(counter: Counter, days_ago: int, **said: object) -> None:
    """A determination that was written down so many days ago."""
    row = Determination(case=counter.case, participant=counter.rosa)
    row.written_at = timezone.now() - timedelta(days=days_ago)
    write_new(row, answered(said))


def left(counter: Counter) -> dict[str, object]:
    """What stands in the file."""
    names = (f"determination.{STATUS}", f"determination.{WHOSE}")
    body = counter.post("release_file", *names, how="workbook").content
    [record] = [row.record for row in dry_run(body, "x.xlsx").rows if row.record]
    assert isinstance(record, Record)
    return {name: answer.value for name, answer in record.row.items()}


def test_the_last_decision_is_not_said_to_be_of_whoever_decided_before(decided: Counter) -> None:
    decide(decided, 9, **{STATUS: POSSIBLE, WHOSE: "Police", "decided_on": "2026-01-01"})
    decide(decided, 1, **{STATUS: CONFIRMED, "decided_on": "2026-03-01"})
    assert left(decided) == {STATUS: CONFIRMED}


def test_the_latest_decision_counts_whenever_it_was_written_down(decided: Counter) -> None:
    """As on the page of determinations: an old letter may be found last."""
    decide(decided, 9, **{STATUS: CONFIRMED, WHOSE: "Police", "decided_on": "2026-03-01"})
    decide(decided, 1, **{STATUS: POSSIBLE, WHOSE: "Police", "decided_on": "2025-01-01"})
    assert left(decided) == {STATUS: CONFIRMED, WHOSE: "Police"}


def test_a_decision_without_a_day_counts_less_than_one_with_a_day(decided: Counter) -> None:
    decide(decided, 1, **{STATUS: POSSIBLE, WHOSE: "Police"})
    decide(decided, 9, **{STATUS: CONFIRMED, WHOSE: "Police", "decided_on": "2026-03-01"})
    assert left(decided)[STATUS] == CONFIRMED
