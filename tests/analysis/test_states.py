"""Any order of asking, beginning, dying, ending, stopping and removing keeps a job in one piece."""

from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.analysis.conftest import put
from tests.cast import Cast
from waymark.analysis import actions, making, queries, running
from waymark.analysis.models import ENDED, WAITING, EstimateJob, State

MADE = {"report.json": "{}"}


def machine(cast: Cast) -> type[RuleBasedStateMachine]:
    """The machine over this test's database."""
    worker = cast.ivan_analyst

    class Jobs(RuleBasedStateMachine):
        """What each job should be, kept beside what it is."""

        jobs: Bundle[EstimateJob] = Bundle("jobs")
        held: Bundle[EstimateJob] = Bundle("held")

        def __init__(self) -> None:
            super().__init__()
            EstimateJob.objects.all().delete()
            self.expected: dict[UUID, State] = {}
            self.attempts: dict[UUID, int] = {}

        @rule(target=jobs)
        def ask(self) -> EstimateJob:
            job = put(worker)
            self.expected[job.pk], self.attempts[job.pk] = State.QUEUED, 0
            return job

        @rule(target=held)
        def begin(self) -> EstimateJob:
            job = running.begin()
            waits = [pk for pk, state in self.expected.items() if state in WAITING]
            if job is None:
                assert not waits
                # No value for the bundle; Hypothesis types `multiple` apart from it.
                return multiple()  # type: ignore[return-value]
            assert job.pk in waits
            self.expected[job.pk] = State.RUNNING
            self.attempts[job.pk] += 1
            return job

        @rule(job=consumes(held), fails=st.booleans())
        def end(self, job: EstimateJob, fails: bool) -> None:
            """Whoever holds it ends it, if it is still theirs."""
            ours = (
                self.expected.get(job.pk) == State.RUNNING and self.attempts[job.pk] == job.attempt
            )
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(making, "make", _fail if fails else lambda *_: MADE)
                assert running.work(job) == ours
            if ours:
                gave_up = job.attempt > running.MOST_ATTEMPTS
                self.expected[job.pk] = State.FAILED if fails or gave_up else State.DONE

        @rule(job=jobs)
        def stop(self, job: EstimateJob) -> None:
            if self.expected.get(job.pk) in WAITING:
                actions.stop(job, by=worker)
                self.expected[job.pk] = State.CANCELLED
            else:
                with pytest.raises(actions.NotNow):
                    actions.stop(job, by=worker)

        @rule(job=jobs)
        def remove(self, job: EstimateJob) -> None:
            if self.expected.get(job.pk) in ENDED:
                actions.remove(job, by=worker)
                del self.expected[job.pk]
            else:
                with pytest.raises(actions.NotNow):
                    actions.remove(job, by=worker)

        @invariant()
        def each_job_is_in_one_piece(self) -> None:
            found = {job.pk: job for job in EstimateJob.objects.all()}
            assert {pk: job.state for pk, job in found.items()} == self.expected
            for job in found.values():
                assert (job.files == MADE) == (job.state == State.DONE)
                assert bool(job.problem) == (job.state == State.FAILED)
                assert (job.ended_at is not None) == (job.state in ENDED)
                assert job.lists["rows"]
            assert queries.is_any_waiting() == any(s in WAITING for s in self.expected.values())

    return Jobs


def _fail(*_: object) -> dict[str, str]:
    raise ValueError


def test_every_order_of_steps(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_ATTEMPTS", 2)
    monkeypatch.setattr(actions, "MOST_WAITING", 1000)
    few = settings(max_examples=15, stateful_step_count=25)
    run_state_machine_as_test(machine(cast), settings=few)
