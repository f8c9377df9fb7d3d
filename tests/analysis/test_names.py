"""What is kept of a file, and names in it that would be harmful somewhere."""

import csv
import io
import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.conftest import QUICK, people, put, upload
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.analysis import making, running, tables
from waymark.analysis.models import EstimateJob
from waymark.evidence import ListError, ListTable
from waymark.evidence.reading import Reading

NAMES = [f"Zyx{number:03} Qwerty" for number in range(40)]
NASTY = "<img src=x onerror=alert(1)>&\"'</svg><script>"
FORMULA = "=HYPERLINK(1)"


def everything(job: EstimateJob) -> str:
    row = EstimateJob.objects.filter(pk=job.pk).values().get()
    return json.dumps(row, default=str, ensure_ascii=False)


def test_no_person_of_a_file_is_kept(ivan: StaffClient) -> None:
    response = ivan.post(reverse("analysis_new"), upload(people(NAMES)))
    assert response.status_code == 302
    job = EstimateJob.objects.get()
    assert job.lists["rows"] == [[[0, 1], 20], [[1, 0], 19], [[1, 1], 1]]
    running.run_waiting()
    assert "Zyx" not in everything(job)
    assert "Qwerty" not in everything(job)


@pytest.mark.parametrize("column", ["person", "Person", "list"])
def test_a_column_of_people_is_no_group(ivan: StaffClient, column: str) -> None:
    text = people(NAMES).replace("person,", f"{column},", 1) if column != "list" else people(NAMES)
    response = ivan.post(reverse("analysis_new"), upload(text, by=column))
    assert response.status_code == 422
    assert "tells people apart" in response.content.decode()
    assert not EstimateJob.objects.exists()


def test_a_column_with_as_many_values_as_people_is_no_group(ivan: StaffClient) -> None:
    rows = [f"{who},{('a', 'b')[place % 2]},{who}" for place, who in enumerate([*NAMES, "x", "y"])]
    text = "person,list,called\n" + "\n".join([*rows, f"{NAMES[0]},b,{NAMES[0]}"])
    response = ivan.post(reverse("analysis_new"), upload(text, by="called"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "has 42 different values" in page
    assert "Zyx" not in page


def test_names_of_lists_run_nowhere(ivan: StaffClient, cast: Cast) -> None:
    heading = io.StringIO()
    csv.writer(heading).writerow([NASTY, FORMULA, "hotline", "count"])
    rows = "1,0,0,54\n0,1,0,46\n0,0,1,38\n1,1,0,12\n1,0,1,9\n0,1,1,10\n1,1,1,4\n"
    name = '../"><script>x.csv'
    sent = upload(heading.getvalue() + rows, name=name, title="<b>bold</b>")
    assert ivan.post(reverse("analysis_new"), sent).status_code == 302
    running.run_waiting()
    job = EstimateJob.objects.get()
    assert job.state == "done", job.problem
    for page in ("analysis", "analysis_estimate"):
        url = reverse(page, args=[job.pk] if page != "analysis" else [])
        text = ivan.get(url).content.decode()
        assert "<img" not in text
        assert "<b>" not in text
        assert "</svg><script" not in text
        assert "&lt;b&gt;bold" in text
    for file, text in job.files.items():
        assert not file.endswith(".svg") or "<img" not in text
    cells = [cell for row in csv.reader(io.StringIO(job.files["estimates.csv"])) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip("\ufeff ").startswith(("=", "+", "-", "@"))]


def test_a_formula_as_a_group_is_no_formula_in_the_table() -> None:
    rows = ["1,0,50", "0,1,40", "1,1,12"]
    text = "a,b,count,group\n" + "".join(
        f"{row},{group}\n" for group in ("=1+1", "@x") for row in rows
    )
    made = making.make(tables.read(text.encode(), "group"), QUICK, lambda part: None)
    groups = [row["stratum"] for row in csv.DictReader(io.StringIO(made["estimates.csv"]))]
    assert "'=1+1" in groups
    assert "'@x" in groups
    assert "=1+1" not in groups


counts = st.dictionaries(
    st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any),
    st.integers(1, 10**9),
    min_size=7,
)


@settings(max_examples=30)
@given(counts, st.dictionaries(st.text(min_size=1, max_size=5), counts, max_size=3))
def test_what_is_stored_reads_as_the_file_did(
    rows: dict[tuple[bool, ...], int], strata: dict[str, dict[tuple[bool, ...], int]]
) -> None:
    names = ["b", "a", "c"]
    parts = {value: table(names, each) for value, each in sorted(strata.items())}
    whole = [row for each in strata.values() for row in each.items()] or list(rows.items())
    reading = Reading(ListTable.from_counts(names, whole), "00", "counts", "g", parts)
    # PostgreSQL returns the keys of an object in an order of its own.
    stored = json.loads(json.dumps(tables.to_store(reading)))
    stored["strata"] = dict(reversed(stored["strata"].items()))
    again = tables.from_store(stored, "00")
    assert tables.to_store(again) == tables.to_store(reading)
    assert list(again.strata) == list(reading.strata)
    assert (again.digest, again.form, again.by) == ("00", "counts", "g")


def table(names: list[str], rows: dict[tuple[bool, ...], int]) -> ListTable:
    return ListTable.from_counts(names, rows.items())


@pytest.mark.parametrize(
    "change",
    [
        {"names": None},
        {"names": ["a", "b"]},
        {"rows": [[[1, 0, 0], -5]]},
        {"rows": [[[1, 2, 0], 5]]},
        {"rows": "rows"},
        {"rows": [5]},
        {"strata": {"x": [[[1, 0, 0], 5]]}},
        {"strata": []},
        {"strata": {"x": None}},
    ],
)
def test_stored_lists_that_were_tampered_with_are_refused(
    cast: Cast, change: dict[str, object]
) -> None:
    job = put(cast.ivan_analyst)
    EstimateJob.objects.filter(pk=job.pk).update(lists={**job.lists, **change})
    running.run_waiting()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "Start again from the file" in job.problem
    assert not job.files
    with pytest.raises(ListError):
        tables.from_store(job.lists, "00")
