"""The benchmark checks itself: a small caseload is built, opened, searched and counted."""

from typing import Any

import pytest

from benchmarks import cases_measure
from benchmarks.cases import rows_of
from benchmarks.cases_build import build
from benchmarks.cases_check import CHECK
from benchmarks.report import table
from waymark.cases.models import Case, Note, Person

CASES = 20


@pytest.mark.django_db
def test_a_small_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_measure, "COLLEAGUES", 1)
    written = build(CASES, managers=2)
    assert (written["Case"], written["Note"]) == (CASES, CASES * 5)
    assert Case.objects.count() == CASES + 1
    assert Note.objects.exclude(case__organisation__name="measured").exists()
    assert Person.objects.filter(merged_into=None).exists()

    found: dict[str, Any] = cases_measure.measure(asked=2, rounds=1)
    pages = found["pages"]
    assert all(all(times["right"]) for name, times in pages.items() if "intake" not in name)
    assert all(sum(times["opened"]) for times in pages.values())
    assert pages[CHECK]["opened"][0] <= pages["intake, page with the check"]["opened"][0]
    assert found["pack"]["opened"] > 0

    rows = list(rows_of("Here", found))
    assert [row.met for row in rows if "progress" in row.name] == [True]
    assert "Here: work list: p95" in table("cases", rows)
