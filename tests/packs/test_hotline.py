"""The hotline's pack counts reports, by what is plain and by who reported."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from tests.cases.making import make_case, make_participant
from tests.cast import HOTLINE, Cast
from tests.packs.making import Q1, YEAR, made, shown
from tests.referrals.making import make_release
from tests.reports.staff.conftest import make_team
from waymark.cases.models import Case
from waymark.cases.records import write_new
from waymark.packs.models import PackRun
from waymark.referrals.models import Referral
from waymark.reports.actions import answering
from waymark.reports.actions.intake import submit
from waymark.reports.actions.situations import create_situation
from waymark.reports.content import Content
from waymark.reports.models import Message, Recipient, Report, State

CAME = datetime(YEAR, 2, 3, 10, tzinfo=UTC)


@pytest.fixture
def team(cast: Cast) -> Recipient:
    """Riverside's hotline."""
    return make_team(cast.riverside, "hotline", cast.compartment(cast.riverside, HOTLINE))


def arrive(team: Recipient, number: int, **said: object) -> list[Report]:
    """Reports of February."""
    content = Content(what="A cellar.", **said)  # type: ignore[arg-type]  # any of its fields
    rows = [
        submit(team, content, (), secrets.token_bytes(16), "es", quarantined=False).report
        for _ in range(number)
    ]
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(received_at=CAME)
    return rows


def tables(cast: Cast) -> tuple[PackRun, dict[str, dict[str, int | None]]]:
    """What the hotline's pack shows."""
    run = made(cast, cast.sara_supervisor, Q1, "hotline")
    return run, {name: dict(cells) for name, cells in shown(cast, run).items()}


def test_reports_are_counted_by_language_and_by_who_reported(cast: Cast, team: Recipient) -> None:
    arrive(team, 6, relation="me")
    arrive(team, 7, relation="professional")
    erased = arrive(team, 1)
    Report.objects.filter(pk=erased[0].pk).update(state=State.ERASED)
    _, found = tables(cast)
    assert found["all"] == {"": 13}
    assert found["language"]["es"] == 13
    assert found["relation"]["me"] == 6
    assert found["relation"]["professional"] == 7


def test_the_promise_is_measured_by_the_first_answer(cast: Cast, team: Recipient) -> None:
    ana = cast.ana_hotline
    rows = arrive(team, 12)
    arrive(team, 6)
    for row in rows:
        fresh = Report.objects.select_related("recipient").get(pk=row.pk)
        key = secrets.token_bytes(16)
        answering.answer(fresh, "Yes.", form_key=key, by=ana, keyring=cast.keyring(ana))
    early = [row.pk for row in rows[:6]]
    answers = Message.objects.filter(author="worker")
    answers.filter(report__in=early).update(sent_at=CAME + timedelta(hours=2))
    answers.exclude(report__in=early).update(sent_at=CAME + timedelta(days=3))
    _, found = tables(cast)
    assert found["promise"] == {"kept": 6, "later": 6, "not_answered": 6, "not_promised": 0}


def test_what_reports_led_to(cast: Cast, team: Recipient) -> None:
    rows = arrive(team, 24)
    found = []
    for n in range(3):
        six = [row.pk for row in rows[n * 6 : n * 6 + 6]]
        first = Report.objects.get(pk=six[0])
        found.append(create_situation("A cellar", report=first, by=cast.ana_hotline))
        Report.objects.filter(pk__in=six).update(situation=found[n])
    for situation in found[1:]:
        case = make_case(cast)
        Case.objects.filter(pk=case.pk).update(situation=situation)
    rosa = make_participant(case)
    write_new(Referral(case=case, participant=rosa, release=make_release(rosa)), {})
    _, shown_now = tables(cast)
    assert shown_now["led_to"] == {"referral": 6, "case": 6, "situation": 6, "nothing": 6}
