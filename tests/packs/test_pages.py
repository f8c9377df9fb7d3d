"""Pages of report packs: who sees them, what they say, what leaves, who is behind a number."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.packs.making import Q1, YEAR, begin, made, make_clients, shown
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.cases.models import Wall
from waymark.cases.names import person_name
from waymark.cases.records import write_new
from waymark.packs.files import guarded
from waymark.packs.models import PackRun, PublishedTables

SignIn = Callable[[Worker], StaffClient]
JANUARY = date(YEAR, 1, 10)
CHOSEN = {"pack": "otip", "year": str(YEAR), "part": "1"}


def test_from_the_form_to_the_tables(cast: Cast, staff_client_for: SignIn) -> None:
    make_clients(cast, 7, JANUARY)
    client = staff_client_for(cast.sara_supervisor)
    assert b"no tables yet" in client.get(reverse("packs")).content
    response = client.post(reverse("pack_new"), CHOSEN)
    run = PackRun.objects.get()
    assert response["Location"] == reverse("pack_run", args=[run.pk])
    page = client.get(response["Location"])
    assert "Food" in page.content.decode()
    assert "Refresh" not in page.headers
    assert b"Clients, services" in client.get(reverse("packs")).content


@pytest.mark.parametrize(
    "typed",
    [
        {"part": "own"},
        {"part": "own", "first": "5", "last": "2"},
        {"year": "2026", "part": "year"},
        {"year": "1066"},
        {"pack": "../secrets"},
    ],
)
def test_mistakes_are_told_and_what_was_typed_stays(
    cast: Cast, staff_client_for: SignIn, typed: dict[str, str]
) -> None:
    response = staff_client_for(cast.sara_supervisor).post(reverse("pack_new"), CHOSEN | typed)
    assert response.status_code == 422
    assert not PackRun.objects.exists()


@pytest.mark.parametrize("name", ["pack_run", "pack_remove", "pack_cell"])
@pytest.mark.parametrize("who", ["ivan_analyst", "lena_lakeside", "carl_cases", "adam_admin"])
def test_a_run_is_there_for_nobody_else(
    cast: Cast, staff_client_for: SignIn, name: str, who: str
) -> None:
    run = made(cast, cast.sara_supervisor, Q1)
    more = ["all"] if name == "pack_cell" else []
    response = staff_client_for(cast[who]).get(reverse(name, args=[run.pk, *more]))
    assert response.status_code in {403, 404}


def test_a_stranger_is_sent_away(cast: Cast, stranger_client: StaffClient) -> None:
    run = made(cast, cast.sara_supervisor, Q1)
    response = stranger_client.get(reverse("pack_run", args=[run.pk]))
    assert (response.status_code, response.content) == (302, b"")


def test_the_files_hold_what_is_shown_and_no_small_number(
    cast: Cast, staff_client_for: SignIn
) -> None:
    make_clients(cast, 12, JANUARY)
    make_clients(cast, 2, JANUARY, sex="male")
    run = made(cast, cast.sara_supervisor, Q1)
    client = staff_client_for(cast.sara_supervisor)
    response = client.post(reverse("pack_file", args=[run.pk]))
    with zipfile.ZipFile(io.BytesIO(response.content)) as files:
        assert "otip.xlsx" in files.namelist()
        text = files.read("03-sex.csv").decode("utf-8-sig")
    rows = dict(list(csv.reader(io.StringIO(text)))[1:])
    assert rows["Male"] == "kept back"
    assert shown(cast, run)["sex"]["male"] is None
    assert PublishedTables.objects.get().left_at is not None
    assert Entry.objects.filter(event=Event.PACK_DOWNLOADED.value).count() == 1
    paper = client.post(reverse("pack_paper", args=[run.pk])).content.decode()
    assert "kept back" in paper
    assert "P-" not in paper


def test_behind_a_number_stand_pseudonyms_and_none_behind_a_wall(
    cast: Cast, staff_client_for: SignIn
) -> None:
    first, *_ = make_clients(cast, 3, JANUARY)
    walled, *_ = make_clients(cast, 3, JANUARY)
    sara = cast.sara_supervisor
    run = made(cast, sara, Q1)
    wall = Wall(case=walled.case, worker=sara)
    write_new(wall, {"fields": {}})
    url = reverse("pack_cell", args=[run.pk, "all"])
    page = staff_client_for(sara).get(url).content.decode()
    assert person_name(first.person) in page
    assert person_name(walled.person) not in page
    assert "Quintero" not in page
    assert Entry.objects.filter(event=Event.CELL_OPENED.value).count() == 1


def test_an_analyst_sees_numbers_and_nobody_behind_them(
    cast: Cast, staff_client_for: SignIn
) -> None:
    run = made(cast, cast.ivan_analyst, Q1)
    client = staff_client_for(cast.ivan_analyst)
    assert "Who is behind" not in client.get(reverse("pack_run", args=[run.pk])).content.decode()
    assert client.get(reverse("pack_cell", args=[run.pk, "all"])).status_code == 404


def test_a_cell_that_is_none_is_not_there(cast: Cast, staff_client_for: SignIn) -> None:
    run = made(cast, cast.sara_supervisor, Q1)
    client = staff_client_for(cast.sara_supervisor)
    for table, labels in (("secrets", ""), ("sex", "x"), ("age+sex", "12_17"), ("sex", "")):
        url = reverse("pack_cell", args=[run.pk, table])
        assert client.get(url, {"of": labels}).status_code == 404


def test_stop_and_go_on_by_button(cast: Cast, staff_client_for: SignIn) -> None:
    run = begin(cast, cast.sara_supervisor, Q1)
    client = staff_client_for(cast.sara_supervisor)
    assert client.post(reverse("pack_go_on", args=[run.pk])).status_code == 409
    assert client.post(reverse("pack_stop", args=[run.pk])).status_code == 302
    page = client.get(reverse("pack_run", args=[run.pk])).content.decode()
    assert "Stopped at" in page
    assert client.post(reverse("pack_go_on", args=[run.pk])).status_code == 302
    assert client.post(reverse("pack_file", args=[run.pk])).status_code == 404
    assert client.post(reverse("pack_remove", args=[run.pk])).status_code == 302
    assert not PackRun.objects.exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_is_never_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded("Food") == "Food"
