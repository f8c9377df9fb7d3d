"""`waymark tick` and the ticker: a round that fails says so and loses nothing but itself."""

import argparse
import logging
from datetime import datetime

import pytest

from waymark.commands import bootstrap, serve, stopping, tick
from waymark.reports import tick as rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "start_django", lambda: None)


def broken(_: datetime) -> int:
    raise ValueError("words of a reporter")


def test_a_round_says_how_much_each_step_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert tick.run(argparse.Namespace()) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == list(rounds.STEPS)
    assert all(line.rpartition(": ")[2].isdigit() for line in said)


def test_a_step_that_fails_is_named_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(rounds.STEPS, "notices", broken)
    assert tick.run(argparse.Namespace()) == 1
    said = capsys.readouterr().out
    assert "notices: failed; the next round tries again" in said
    assert "retention: " in said


def test_the_ticker_goes_on_after_a_round_that_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("words of a reporter")

    monkeypatch.setattr(rounds, "run_once", fail)
    with caplog.at_level(logging.ERROR, logger="waymark.tick"):
        tick.one_round()
    assert "failed with ValueError" in caplog.text
    assert "words of a reporter" not in caplog.text


def test_the_ticker_waits_between_rounds_and_ends_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    done: list[int] = []

    class Asked:
        def wait(self, seconds: float) -> bool:
            pauses.append(seconds)
            return len(pauses) == 3

    monkeypatch.setenv("WAYMARK_TICK_SECONDS", "7")
    monkeypatch.setattr(stopping, "asked", Asked())
    monkeypatch.setattr(tick, "one_round", lambda: done.append(1))
    serve.tick_forever()
    assert pauses == [7, 7, 7]
    assert len(done) == 3
