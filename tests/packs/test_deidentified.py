"""Rows without names: only of those who agreed, and nothing leads to them."""

from pathlib import Path

from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from waymark.cases.htcds.answers import Record
from waymark.packs.deidentified import deidentified

ROOT = Path(__file__).parents[2] / "waymark"


def test_only_those_who_agreed_are_in_it(cast: Cast) -> None:
    case = make_case(cast)
    yes, no, restricted = (make_participant(case) for _ in range(3))
    restricted.person.restricted_at = timezone.now()
    restricted.person.save()
    pairs = [(row, Record(key="x", row={})) for row in (yes, no, restricted)]
    rows = list(deidentified(pairs, {yes.pk, restricted.pk}))
    assert len(rows) == 1
    assert str(case.opened_on.year) in rows[0].values()
    assert list(deidentified(pairs, set())) == []


def test_no_page_command_or_file_leads_to_it() -> None:
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "deidentified" in path.read_text(encoding="utf-8")
    ]
    assert naming == ["packs/deidentified.py"]
