"""What may be chosen is what the command has, and nothing that was tampered with is run."""

from dataclasses import asdict
from typing import Any

import pytest

from tests.analysis.conftest import put
from tests.cast import Cast
from waymark.analysis import making, running
from waymark.analysis.choices import METHODS, TAMPERED, USUAL, Choice
from waymark.analysis.models import EstimateJob
from waymark.evidence import ListError, work


def test_the_methods_and_options_are_those_of_the_command() -> None:
    assert tuple(METHODS) == tuple(work.METHODS)
    assert USUAL == work.USUAL
    assert {**asdict(work.Options()), "methods": USUAL} == asdict(Choice())
    making.options_of(Choice()).check()


def test_every_choice_survives_being_stored() -> None:
    chosen = Choice(("chao",), 0.5, 20, 0, 2, 1)
    assert Choice.from_store(chosen.to_store()) == chosen


@pytest.mark.parametrize(
    "change",
    [
        {"methods": "stepwise"},
        {"methods": []},
        {"methods": ["stepwise", "stepwise"]},
        {"methods": ["os.system"]},
        {"methods": [["stepwise"]]},
        {"threshold": "0.02"},
        {"threshold": float("nan")},
        {"threshold": 1},
        {"threshold": True},
        {"replicates": 10**9},
        {"replicates": 19},
        {"replicates": 100.0},
        {"replicates": None},
        {"seed": -1},
        {"seed": 2**64},
        {"seed": True},
        {"order": 0},
        {"order": 40},
        {"top": 0},
        {"top": None},
        {"more": 1},
    ],
)
def test_what_no_page_can_have_written_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ListError, match="Start again"):
        Choice.from_store({**Choice().to_store(), **change})


def test_a_missing_option_is_refused() -> None:
    stored = Choice().to_store()
    del stored["seed"]
    with pytest.raises(ListError, match="Start again"):
        Choice.from_store(stored)


def test_a_job_with_such_options_fails_with_the_sentence(cast: Cast) -> None:
    job = put(cast.ivan_analyst)
    EstimateJob.objects.update(options={**job.options, "replicates": 10**9})
    running.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", TAMPERED)
