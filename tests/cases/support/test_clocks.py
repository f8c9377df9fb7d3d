"""Clocks: the letter counts, else the term; ends of months, leap years, working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.support.conftest import Support, day, said
from waymark.cases.answers import Answer, Answers
from waymark.cases.models import NOTHING_DUE
from waymark.cases.reference.milestones import milestones
from waymark.cases.support.clocks import clock, clock_of, counted
from waymark.cases.support.kinds import KINDS

WITH_TERM = sorted(kind.id for kind in milestones().kinds.values() if kind.term)
WITHOUT = sorted(kind.id for kind in milestones().kinds.values() if not kind.term)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("kind", "started", "due"),
    [
        ("us-continued-presence", "2024-02-29", "2026-02-28"),
        ("us-t-appeal", "2028-01-31", "2028-03-01"),
        ("us-t-appeal", "2027-01-31", "2027-03-02"),
        ("gb-reasonable-grounds", "2026-11-27", "2026-12-04"),
        ("gb-reasonable-grounds", "2026-11-28", "2026-12-04"),
        ("gb-recovery-period", "2027-03-14", "2027-04-13"),  # clocks go forward in between
        ("us-civil-action", "2024-02-29", "2034-02-28"),
    ],
)
def test_a_term_is_counted_from_its_start(kind: str, started: str, due: str) -> None:
    found = counted(said({"kind": kind, "started": started}))
    assert found["due"] == Answer(due)
    least = kind == "gb-recovery-period"
    assert found["due_from"] == Answer("earliest" if least else "term")


@given(st.sampled_from(WITH_TERM), DAYS, DAYS)
def test_the_day_in_the_letter_counts(kind: str, started: date, letter: date) -> None:
    said_so = {"kind": kind, "started": started.isoformat(), "due": letter.isoformat()}
    found = counted(said(said_so))
    assert found["due"] == Answer(letter.isoformat())
    assert found["due_from"] == Answer("letter")


@given(st.sampled_from(WITH_TERM), DAYS, DAYS)
def test_a_counted_day_follows_its_start_and_a_written_one_stays(
    kind: str, first: date, second: date
) -> None:
    before = counted(said({"kind": kind, "started": first.isoformat()}))
    moved = counted({**before, "started": Answer(second.isoformat())}, before)
    assert moved == counted(said({"kind": kind, "started": second.isoformat()}))
    written = counted({**before, "due": Answer("2031-01-01")}, before)
    kept = counted({**written, "started": Answer(second.isoformat())}, written)
    assert (kept["due"], kept["due_from"]) == (Answer("2031-01-01"), Answer("letter"))


LEASTS = sorted(
    kind.id for kind in milestones().kinds.values() if kind.term and kind.term.is_a_least
)


@given(st.sampled_from(WITH_TERM), DAYS, st.none() | DAYS)
def test_only_what_can_be_late_has_a_day_by_which_it_is_due(
    kind: str, started: date, letter: date | None
) -> None:
    told = {"kind": kind, "started": started.isoformat()}
    written = {"due": letter.isoformat()} if letter else {}
    found = counted(said({**told, **written}))
    due = KINDS["milestone"].columns(found)["due_on"]
    least = kind in LEASTS and letter is None
    assert (due is None) is least
    assert due == (None if least else day(str(found["due"].value)))


def test_a_least_becomes_a_deadline_with_another_kind_and_back() -> None:
    least = counted(said({"kind": LEASTS[0], "started": "2026-01-01"}))
    other = next(kind for kind in WITH_TERM if kind not in LEASTS)
    moved = counted({**least, "kind": Answer(other)}, least)
    assert moved["due_from"] == Answer("term")
    assert counted({**moved, "kind": Answer(LEASTS[0])}, moved) == least


def test_a_least_is_possible_from_its_day_and_never_overdue(support: Support) -> None:
    values = {"kind": "gb-recovery-period", "started": "2026-01-01"}
    support.send("milestone", values=values, query="?place=GB-EAW")
    record = support.only("milestone")
    assert support.milestone().due_on is None
    page = support.get("carl_cases", "case_milestones", support.case_now.pk)
    assert "Possible from" in page
    assert "Overdue" not in page
    assert support.fresh(support.case_now).due_on == NOTHING_DUE
    assert "not sooner than this day" in support.page(record, "milestone")
    support.step(record, "milestone", "move", due="2026-03-01", moved_because="The letter says so")
    page = support.get("carl_cases", "case_milestones", support.case_now.pk)
    assert "Overdue since" in page
    assert support.milestone().due_on == day("2026-03-01")


@given(st.sampled_from(WITH_TERM), DAYS)
def test_no_term_ends_before_it_starts(kind: str, started: date) -> None:
    found = counted(said({"kind": kind, "started": started.isoformat()}))
    assert day(str(found["due"].value)) >= started


@pytest.mark.parametrize("answers", [{}, {"kind": "gone"}, {"kind": WITHOUT[0]}])
def test_without_a_term_or_a_start_no_day_is_made_up(answers: dict[str, str]) -> None:
    known: Answers = said({**answers, "started": "2026-01-01"})
    assert "due" not in counted(known)
    assert "due" not in counted(said({"kind": WITH_TERM[0]}))


@pytest.mark.parametrize("kind", milestones().kinds.values(), ids=lambda kind: kind.id)
def test_every_clock_says_what_starts_it_who_decides_and_that_an_adviser_checks(
    kind: object,
) -> None:
    found = clock(kind)  # type: ignore[arg-type]  # parametrize hands over objects
    assert found.starts
    assert found.decides
    assert found.adviser
    if found.counting:
        assert found.source is not None
        assert found.source.source.url.startswith("http")


def test_working_days_say_that_holidays_are_not_known() -> None:
    assert "holidays" in clock(milestones().kinds["gb-reasonable-grounds"]).weekends
    assert not clock(milestones().kinds["us-t-appeal"]).weekends
    assert clock_of(said({"kind": "gone"})) is None


def test_a_day_beyond_the_calendar_is_a_mistake_that_says_so(support: Support) -> None:
    values = {"kind": "us-civil-action", "started": "9995-01-01"}
    page = support.send("milestone", values=values, query="?place=US", status=422)
    assert "Check the year" in page


def test_the_form_offers_what_is_near_the_place(support: Support) -> None:
    case_id = support.case_now.pk
    own = support.get("carl_cases", "support_add", case_id, "milestone")
    assert 'value="us-t-appeal"' in own
    assert 'value="gb-reasonable-grounds"' not in own
    client = support.sign_in(support.cast.carl_cases)
    url = f"/cases/{case_id}/records/milestone/new/"
    british = client.get(url, {"place": "GB-EAW"}).content.decode()
    assert 'value="gb-further-support"' in british
    assert 'value="us-t-appeal"' not in british
    for strange in ("ZZ", "", "<b>"):
        anywhere = client.get(url, {"place": strange}).content.decode()
        assert 'value="court-date"' in anywhere
        assert 'value="us-t-appeal"' not in anywhere


def test_a_milestone_is_counted_moved_reached_and_taken_back(support: Support) -> None:
    values = {"kind": "us-t-appeal", "started": "2026-11-02"}
    support.send("milestone", values=values, query="?place=US")
    record = support.only("milestone")
    found = support.milestone()
    assert (found.due_on, found.reached_on) == (day("2026-12-02"), None)
    assert support.answers(record)["place"] == Answer("US")
    assert "Counted from the term" in support.page(record, "milestone")

    more = {"due": "2026-12-09", "moved_because": "The court is closed"}
    support.step(record, "milestone", "move", **more)
    moved = support.only("milestone")
    assert moved.due_on == day("2026-12-09")  # type: ignore[attr-defined]  # of its own model
    assert support.answers(moved)["due_from"] == Answer("letter")
    assert "The court is closed" in support.page(moved, "milestone")

    early = support.step(moved, "milestone", "reached", status=422, reached="2026-11-01")
    assert "before it started" in early
    support.step(moved, "milestone", "reached", reached="2026-11-30", result="Granted")
    reached = support.only("milestone")
    assert reached.reached_on == day("2026-11-30")  # type: ignore[attr-defined]  # of its own model
    assert "Granted" in support.page(reached, "milestone")

    support.post(
        "carl_cases", "support_back", support.case_now.pk, "milestone", record.pk, 2, seen=3
    )
    assert support.milestone().reached_on is None


@pytest.mark.parametrize("step", ["reached", "move"])
def test_a_step_without_its_day_says_nothing(step: str, support: Support) -> None:
    record = support.add("milestone")
    assert "Write the day." in support.step(record, "milestone", step, status=422)
    assert support.only("milestone").version == 1


def test_what_is_due_stands_on_the_work_list_until_it_is_reached(support: Support) -> None:
    record = support.add("milestone", due="2026-01-05")
    assert support.fresh(support.case_now).due_on == day("2026-01-05")
    page = support.get("carl_cases", "case_milestones", support.case_now.pk)
    assert "Overdue since" in page
    support.step(record, "milestone", "reached", reached="2026-02-05")
    assert support.fresh(support.case_now).due_on > day("2100-01-01")
    assert "Overdue since" not in support.get("carl_cases", "case_milestones", support.case_now.pk)
