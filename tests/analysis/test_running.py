"""A job from the queue to its end: the same digits whoever makes it, and nothing by halves."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.analysis.conftest import COUNTS, put
from tests.cast import Cast
from waymark.analysis import actions, making, running
from waymark.analysis.choices import Choice
from waymark.analysis.models import EstimateJob, State
from waymark.analysis.retention import KEPT_DAYS, remove_old
from waymark.audit.models import Actor, Entry
from waymark.evidence import ListError
from waymark.evidence.estimate import Progress
from waymark.evidence.reading import Reading, read_lists
from waymark.evidence.report import files
from waymark.evidence.work import Options, work
from waymark.vault.alone import Busy, alone


@pytest.fixture
def job(cast: Cast) -> EstimateJob:
    """One job in the queue."""
    return put(cast.ivan_analyst)


def now(job: EstimateJob) -> EstimateJob:
    return EstimateJob.objects.get(pk=job.pk)


def test_the_digits_are_those_of_the_command(cast: Cast) -> None:
    job = put(cast.ivan_analyst, choice=Choice(("stepwise", "graphs"), 0.1, 30, 99))
    running.run_waiting()
    run = work(read_lists(COUNTS.encode()), ("stepwise", "graphs"), Options(0.1, 30, 99))
    made = now(job).files
    assert made.pop("estimates.csv")
    assert made == files(run)


def test_jobs_are_made_in_their_order(cast: Cast) -> None:
    jobs = [put(cast.ivan_analyst) for _ in range(3)]
    assert running.run_waiting() == 3
    ended = EstimateJob.objects.order_by("ended_at").values_list("pk", flat=True)
    assert list(ended) == [job.pk for job in jobs]
    assert running.run_waiting() == 0


def test_who_was_killed_is_begun_again_with_the_same_digits(job: EstimateJob, cast: Cast) -> None:
    other = put(cast.ivan_analyst)
    begun = running.begin()
    assert begun == job
    assert running.begin() == job  # the first is gone, else nobody had the lock
    assert not running.work(begun)  # and where it was not, it is heard no more
    assert now(job).state == State.RUNNING
    running.run_waiting()
    assert (now(job).state, now(job).attempt) == (State.DONE, 3)
    assert now(job).files == now(other).files


def test_a_job_that_kills_its_process_each_time_is_given_up(job: EstimateJob) -> None:
    for _ in range(running.MOST_ATTEMPTS):
        running.begin()
    assert running.run_waiting() == 1
    assert now(job).state == State.FAILED
    assert "stopped 5 times" in now(job).problem


def test_what_is_stopped_while_it_runs_has_no_result(
    job: EstimateJob, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(reading: Reading, choice: Choice, tell: Progress) -> dict[str, str]:
        tell(0.1)
        actions.stop(job, by=cast.ivan_analyst)
        tell(0.2)
        raise AssertionError("it went on")

    monkeypatch.setattr(making, "make", stopped)
    monkeypatch.setattr(running, "TELL_SECONDS", 0.0)
    assert running.run_waiting() == 0
    found = now(job)
    assert (found.state, found.part, found.files) == (State.CANCELLED, 0.1, {})


def test_what_is_removed_while_it_runs_does_not_come_back(
    job: EstimateJob, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def removed(reading: Reading, choice: Choice, tell: Progress) -> dict[str, str]:
        actions.stop(job, by=cast.ivan_analyst)
        actions.remove(job, by=cast.ivan_analyst)
        return {"report.json": "{}"}

    monkeypatch.setattr(making, "make", removed)
    assert running.run_waiting() == 0
    assert not EstimateJob.objects.exists()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ListError("Lists A and B share nobody."), "Lists A and B share nobody."),
        (MemoryError(), "need more memory"),
        (ZeroDivisionError("of a secret"), "could not be made (ZeroDivisionError)"),
    ],
)
def test_a_fault_is_said_and_the_next_job_is_made(
    job: EstimateJob,
    cast: Cast,
    fault: Exception,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make = making.make
    seen: list[int] = []

    def broken(reading: Reading, choice: Choice, tell: Progress) -> dict[str, str]:
        seen.append(1)
        if len(seen) == 1:
            raise fault
        return make(reading, choice, tell)

    other = put(cast.ivan_analyst)
    monkeypatch.setattr(making, "make", broken)
    assert running.run_waiting() == 2
    assert now(job).state == State.FAILED
    assert said in now(job).problem
    assert "secret" not in now(job).problem
    assert now(other).state == State.DONE


def test_a_database_that_does_not_answer_leaves_the_job_for_later(
    job: EstimateJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, str]:
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(making, "make", broken)
        with pytest.raises(OperationalError):
            running.run_waiting()
    assert now(job).state == State.RUNNING
    assert running.run_waiting() == 1
    assert now(job).state == State.DONE


def test_one_process_works_at_a_time(job: EstimateJob) -> None:
    if connection.vendor == "postgresql":
        # The lock is the session's, and a test has one session; the kill test starts processes.
        pytest.skip("one session of PostgreSQL may lock again what it holds")
    with alone("analysis", running.ANALYSIS_LOCK), pytest.raises(Busy):
        running.run_waiting()
    assert now(job).state == State.QUEUED
    with alone("import", 1):
        assert running.run_waiting() == 1


def test_a_sentence_is_in_the_language_of_who_asked(job: EstimateJob) -> None:
    type(job.by).objects.filter(pk=job.by_id).update(language="ar")
    EstimateJob.objects.update(attempt=running.MOST_ATTEMPTS)
    running.run_waiting()
    assert now(job).problem


def test_what_ended_long_ago_goes_and_nothing_else(cast: Cast) -> None:
    kept = put(cast.ivan_analyst)
    old = [put(cast.ivan_analyst) for _ in range(3)]
    moment = timezone.now()
    for each, state in zip(old, (State.DONE, State.FAILED, State.CANCELLED), strict=True):
        EstimateJob.objects.filter(pk=each.pk).update(state=state, ended_at=moment)
    limit = moment + timedelta(days=KEPT_DAYS)
    assert remove_old(limit) == 0
    assert remove_old(limit + timedelta(seconds=1)) == 3
    assert EstimateJob.objects.get() == kept
    told = Entry.objects.filter(event="estimate:removed")
    assert {entry.target_id for entry in told} == {str(each.pk) for each in old}
    assert {entry.actor for entry in told} == {Actor.SYSTEM}
