"""Loading meets a fault, or a database that belongs to somebody else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from waymark.accounts.actions import setup
from waymark.accounts.models import Organisation
from waymark.audit.models import Entry
from waymark.demo import build, clock, facts
from waymark.demo.play import Moment, Play
from waymark.directory.models import Service
from waymark.directory.models.search import SearchRow
from waymark.reports.models import Report
from waymark.web.models import Site

ANOTHER = "11111111-1111-1111-1111-111111111111"
NO_PARTNER = facts.PartnerKey("", "")
NO_CODES = facts.CaseCodes("", "", "", "")
EARLIER = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Broken(Exception):
    """Something that stops the loading in the middle."""


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.DEMONSTRATION = True
    settings.WAYMARK_HOME = tmp_path


def break_at(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Let the loading fail at its so-manieth moment."""
    perform, done = Play.perform, []

    def failing(self: Play, moment: Moment) -> None:
        done.append(moment)
        if len(done) > place:
            raise Broken
        perform(self, moment)

    monkeypatch.setattr(Play, "perform", failing)


@pytest.mark.parametrize("place", [0, 40])
def test_a_fault_in_the_middle_leaves_nothing(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        break_at(patch, place)
        with pytest.raises(Broken):
            build.build()
    assert not Organisation.objects.exists()
    assert not Site.objects.exists()
    assert not Entry.objects.exists()
    assert not Service.objects.exists()
    assert not SearchRow.objects.exists()
    assert facts.read() is None


def test_facts_without_rows_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died between the facts and the commit: the next start loads anew."""
    stale = facts.Facts("gone", "old password", "SECRET", (), (), {}, NO_PARTNER, NO_CODES)
    facts.write(stale)

    made = build.build()

    assert made != stale
    assert facts.read() == made
    assert build.build() == made


def test_a_real_database_is_left_alone() -> None:
    setup.create_organisation("A real organisation", "US")

    with pytest.raises(build.SomethingElseHere):
        build.build()
    assert Organisation.objects.count() == 1
    assert facts.read() is None
    assert not Report.objects.exists()


def test_facts_of_another_database_do_not_count() -> None:
    """Somebody points DATABASE_URL at their real database, in the demonstration's folder."""
    facts.write(facts.Facts(ANOTHER, "", "", (), (), {}, NO_PARTNER, NO_CODES))
    setup.create_organisation("A real organisation", "US")

    with pytest.raises(build.SomethingElseHere):
        build.require_own_database()
    with pytest.raises(build.SomethingElseHere):
        build.build()


def test_facts_of_an_earlier_version_are_not_believed() -> None:
    """They name no partner, and their database holds no directory: nothing of it is touched."""
    facts.write(facts.Facts(ANOTHER, "", "", (), (), {}, NO_PARTNER, NO_CODES))
    written = json.loads(facts.path().read_text())
    del written["partner"]
    facts.path().write_text(json.dumps(written))

    with pytest.raises(facts.Outdated):
        facts.read()
    with pytest.raises(facts.Outdated):
        build.build()
    assert not Organisation.objects.exists()


def test_facts_without_a_code_that_came_later_are_not_believed_either() -> None:
    facts.write(facts.Facts(ANOTHER, "", "", (), (), {}, NO_PARTNER, NO_CODES))
    written = json.loads(facts.path().read_text())
    del written["cases"]["partner_key"]
    facts.path().write_text(json.dumps(written))

    with pytest.raises(facts.Outdated):
        facts.read()


def test_an_empty_database_is_free() -> None:
    build.require_own_database()


def test_the_clock_is_put_back() -> None:
    with clock.at(EARLIER):
        assert timezone.now() == EARLIER
    assert timezone.now() > EARLIER

    with pytest.raises(Broken), clock.at(EARLIER):
        raise Broken
    assert timezone.now() > EARLIER


def test_nobody_elses_log_gets_an_invented_time(settings: Settings) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(RuntimeError, match="demonstration"), clock.at(EARLIER):
        pass
    with pytest.raises(RuntimeError, match="demonstration"):
        build.build()
    assert not Organisation.objects.exists()
