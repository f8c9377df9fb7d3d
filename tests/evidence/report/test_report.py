"""Runs and their reports: the verdict comes first, JSON repeats the work, folders are whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListError
from waymark.evidence.reading import read_lists
from waymark.evidence.report import Run, as_json, as_text, paragraph, verdict_text, write
from waymark.evidence.work import METHODS, Options, estimator, work

DATA = (
    b"sex,police,shelter,hotline,count\n"
    b"f,1,0,0,60\nf,0,1,0,90\nf,0,0,1,70\nf,1,1,0,22\nf,1,0,1,14\nf,0,1,1,19\nf,1,1,1,6\n"
    b"m,1,0,0,80\nm,0,1,0,30\nm,0,0,1,40\nm,1,1,0,9\nm,1,0,1,13\nm,0,1,1,6\nm,1,1,1,3\n"
)
OPTIONS = Options(replicates=40, seed=5)


@pytest.fixture(scope="module")
def run() -> Run:
    return work(read_lists(DATA, by="sex"), ("stepwise", "average", "chao", "chapman"), OPTIONS)


def test_the_verdict_stands_before_any_estimate(run: Run) -> None:
    text = as_text(run)
    assert text.startswith("\nThese lists")
    point = f"{run.estimates[0].point:,.0f}"
    assert run.reliability.verdict.may != "number"
    assert point not in verdict_text(run)
    assert text.index("What may be said") < text.index(point)
    assert text.startswith(verdict_text(run).rstrip())


def test_the_text_tells_strata_failures_and_bounds(run: Run) -> None:
    text = as_text(run)
    assert "chapman: Chapman takes two lists, not 3" in text
    assert "at least " in text
    assert run.stratified
    assert f"{run.stratified.total.point:,.0f}" in text.split("By sex")[1]
    assert max(map(len, text.splitlines())) < 140
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_json_holds_what_repeats_the_work(run: Run) -> None:
    record = json.loads(as_json(run))
    assert record["input"]["sha256"] == run.reading.digest
    assert record["options"]["seed"] == 5
    assert record["options"]["methods"] == "stepwise average chao chapman"
    assert {"python", "numpy", "scipy"} <= set(record["environment"])
    assert record["verdict"]["may"] == "range"
    assert sum(row[-1] for row in record["input"]["table"]["rows"]) == run.reading.table.total
    assert record["estimates"][0]["point"] == run.estimates[0].point
    assert record["stratified"]["strata"]["f"]["seen"] == 281
    names = record["options"]["methods"].split()
    kept = {name: record["options"][name] for name in ("threshold", "replicates", "seed", "top")}
    again = work(read_lists(DATA, by=record["input"]["by"]), names, Options(**kept))
    assert as_json(again) == as_json(run)
    assert as_text(again) == as_text(run)


def test_json_has_no_infinity() -> None:
    lonely = b"a,b,c,n\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"
    text = as_json(work(read_lists(lonely), options=OPTIONS))
    assert "Infinity" not in text
    assert "NaN" not in text
    assert json.loads(text)["verdict"]["high"] is None


def test_the_paragraph_cites_what_was_used_and_nothing_else(run: Run) -> None:
    text = paragraph(run)
    for work_cited in ("Vincent K (2021)", "Raftery AE (1995)", "Chao A (1987)", "Sekar CC"):
        assert work_cited in text
    for other in ("Manrique-Vallier", "Statistics and Computing"):
        assert other not in text
    assert "40 samples with seed 5" in text
    assert run.reading.digest[:16] in text


def test_every_method_is_cited() -> None:
    reading = read_lists(b"a,b,n\n1,0,60\n0,1,50\n1,1,30\n")
    options = Options(replicates=20)
    for name in METHODS:
        if name == "classes":
            continue  # takes long; its name is compared with the list of citations below
        told = paragraph(work(reading, (name,), options))
        assert "We used" in told, name
    from waymark.evidence.bayes.latent import METHOD
    from waymark.evidence.report.methods import METHODS as CITED

    assert any(METHOD.startswith(start) for start, _, _ in CITED)


def test_progress_rises_to_the_end_and_may_stop_the_work() -> None:
    told: list[float] = []
    work(read_lists(DATA, by="sex"), ("stepwise",), OPTIONS, told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)

    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.3:
            raise Enough

    progress: Progress = stop
    with pytest.raises(Enough):
        work(read_lists(DATA, by="sex"), ("stepwise",), OPTIONS, progress)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(threshold=1.5), "p-value"),
        (Options(replicates=3), "bootstrap samples"),
        (Options(seed=-1), "seed"),
        (Options(top=0), "1 or more"),
        (Options(order=0), "1 or more"),
    ],
)
def test_options_that_make_no_sense(options: Options, sentence: str) -> None:
    with pytest.raises(ListError, match=sentence):
        work(read_lists(DATA, by="sex"), ("chao",), options)


def test_unknown_and_impossible_methods() -> None:
    with pytest.raises(ListError, match="choose of stepwise"):
        estimator("guess", Options(), read_lists(DATA, by="sex").table)
    with pytest.raises(ListError, match="takes two lists"):
        work(read_lists(DATA, by="sex"), ("chapman",), OPTIONS)


def test_other_options_are_not_answered_with_the_usual_estimate() -> None:
    reading = read_lists(DATA, by="sex")
    usual, strict = (
        work(reading, ("stepwise",), options).estimates[0]
        for options in (OPTIONS, replace(OPTIONS, threshold=0.0))
    )
    assert strict.diagnostics["threshold"] == 0.0
    assert usual.diagnostics["threshold"] == 0.02


def test_a_folder_is_written_whole(run: Run, tmp_path: Path) -> None:
    write(run, tmp_path / "new" / "report")
    names = {path.name for path in (tmp_path / "new" / "report").iterdir()}
    assert {"report.txt", "report.json", "methods.txt", "estimates.svg", "path.svg"} <= names
    assert {"sensitivity.svg", "bootstrap-1.svg", "bootstrap-2.svg", "bootstrap-3.svg"} <= names
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report"]
    with pytest.raises(FileExistsError):
        write(run, tmp_path / "new" / "report")


def test_nothing_is_left_of_a_folder_that_was_not_finished(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_run: Run) -> dict[str, str]:
        raise KeyboardInterrupt

    monkeypatch.setattr("waymark.evidence.report.folder.files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(run, tmp_path / "report")
    assert list(tmp_path.iterdir()) == []
