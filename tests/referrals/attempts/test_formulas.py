"""Nothing that somebody typed becomes a formula in a file that leaves, and none of it is lost."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.making import answered, make_case, make_participant, make_person
from tests.cast import Cast
from tests.referrals.attempts.downloads import (
    GIVES,
    PAYLOADS,
    UNSEEN,
    WITHOUT_CELLS,
    dangers,
    files_of,
    texts,
)
from tests.referrals.gate import samples
from tests.referrals.gate.probes import PROBES
from tests.referrals.gate.routes import all_routes
from tests.referrals.making import make_release
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.cases.downloads import WORKER_DOWNLOAD
from waymark.cases.fields.catalogue import FieldType, specs_of
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.standard import FIELDS, Kind
from waymark.cases.models import HistoricEvent, Participant, SupportPlan
from waymark.cases.records import write_new
from waymark.packs import files as pack_files
from waymark.packs import showing
from waymark.referrals.consent.choices import choices_of
from waymark.referrals.exports.htcds import has_place
from waymark.referrals.ways import mark_of

SignIn = Callable[[Worker], StaffClient]
TYPED = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE, FieldType.EMAIL}


def test_every_way_out_is_in_the_table() -> None:
    """Add an address that lets something out, and say which files it gives."""
    marked = {each.name: mark_of(each.view) for each in all_routes()}
    own = {each.name for each in all_routes() if getattr(each.view, WORKER_DOWNLOAD, "")}
    out = {name for name, mark in marked.items() if mark and mark.way}
    passed_on = {
        name for name, mark in marked.items() if mark and not (mark.way or mark.opens_nothing)
    }
    assert out == set(GIVES)
    assert own | passed_on == set(WITHOUT_CELLS)


@pytest.mark.parametrize("name", sorted(GIVES))
def test_no_way_out_gives_a_formula(
    cast: Cast, staff_client_for: SignIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Every free text of Rosa's case is one, and so is every name in a table."""
    monkeypatch.setattr(samples, "SECRET", PAYLOADS[1])
    hostile = cycle(PAYLOADS + UNSEEN)
    monkeypatch.setattr(showing, "cell_title", lambda *_: next(hostile))
    monkeypatch.setattr(pack_files, "notes", lambda *_: iter(PAYLOADS + UNSEEN))
    probe = PROBES[name](samples.make_samples(cast))
    answer = staff_client_for(cast[probe.who]).post(probe.url, probe.data)
    given = files_of(answer)
    assert set(given) == GIVES[name]
    found = [
        danger for ending, each in given.items() for one in each for danger in dangers(ending, one)
    ]
    assert not found, "\n".join(found)
    cells = [text for ending, each in given.items() for one in each for text in texts(ending, one)]
    hostile_cells = [text for text in cells if "1+1" in text or "calc" in text]
    assert hostile_cells or not GIVES[name] & {"xlsx", "csv"}  # else this proved nothing


def _typed(record: str, hostile: Iterator[str]) -> dict[str, str]:
    """Every field of a record that takes what somebody types."""
    return {each.name: next(hostile) for each in specs_of(record) if each.type in TYPED}


def _rosa(cast: Cast, hostile: Iterator[str]) -> Participant:
    """All of whose texts are formulas."""
    about: dict[str, Any] = _typed("case", hostile)
    case = make_case(cast, **about)
    person = make_person(case, **_typed("identity", hostile))
    rosa = make_participant(case, person, **_typed("participant", hostile))
    for model, record in ((HistoricEvent, "event"), (SupportPlan, "support_plan")):
        row = model(case=case, participant=rosa)
        write_new(row, answered(_typed(record, hostile)))
    return rosa


def _said(records: Any) -> list[Any]:
    """The texts, without codes of lists."""
    rows = [row for each in records for row in (each.row, *(part.row for part in each.further))]
    said = [(FIELDS[name].kind, answer.value) for row in rows for name, answer in row.items()]
    return [value for kind, value in said if kind is Kind.TEXT]


@pytest.mark.parametrize("how", ["workbook", "instances"])
def test_what_was_typed_comes_back_as_it_was(
    cast: Cast, staff_client_for: SignIn, how: str
) -> None:
    """The file of the standard is safe in a spreadsheet, and read again it says the same."""
    carl = cast.carl_cases
    rosa = _rosa(cast, cycle(PAYLOADS))
    keyring = cast.keyring(carl)
    held = [each.name for each in choices_of(rosa, keyring) if each.holds and has_place(each.name)]
    release = make_release(rosa, held)
    answer = staff_client_for(carl).post(
        reverse("release_file", args=[rosa.case_id, release.pk]), {"names": held, "how": how}
    )
    assert answer.status_code == 200
    given = files_of(answer)
    assert set(given) == {"xlsx" if how == "workbook" else "xml"}
    assert not [danger for ending, each in given.items() for danger in dangers(ending, each[0])]
    back = dry_run(answer.content, "a.xlsx" if how == "workbook" else "a.zip")
    told = _said(back.records)
    assert set(told) == set(PAYLOADS), set(PAYLOADS) - set(told)
    assert not [cell for row in back.rows for cell in row.cells if cell.why]
