"""Every address of both sites is either a page for who signed in, or says how it leaves.

A view of `cases`, `referrals` or `packs` that answers with anything but a page, or anything on the
public site, carries a mark of `waymark.referrals.ways`. Nobody has to remember to add it here: an
address without it is found by asking it.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from tests.cast import Cast
from tests.referrals.gate.opened import watch
from tests.referrals.gate.routes import Route, all_routes, goes_out
from tests.referrals.gate.samples import SECRET, Samples, make_samples
from tests.sites import PublicClient, StaffClient
from waymark.accounts.models import Worker
from waymark.cases import urls as case_urls
from waymark.cases.downloads import WORKER_DOWNLOAD, worker_download
from waymark.cases.models import Case
from waymark.cases.records import read
from waymark.referrals.ways import Mark, Way, already_out, mark_of, way_out, without_person

SignIn = Callable[[Worker], StaffClient]
MOST_TRIES = 100

# The only download that stands on no release.
DOWNLOADS = {"case_file"}
# Addresses that give nothing before a state that a test of their own slice makes.
PROVEN_IN_THEIR_SLICE = {
    "incoming_answer": "tests/referrals/referring: an answer to a referral",
}


@pytest.fixture
def samples(cast: Cast) -> Samples:
    """One of everything in a case of Riverside."""
    return make_samples(cast)


@pytest.fixture
def clients(cast: Cast, staff_client_for: SignIn) -> list[tuple[str, Client]]:
    """Who asks: the supervisor, the one next door who receives, the administrator; a visitor."""
    workers = (cast.sara_supervisor, cast.lena_lakeside, cast.ivan_analyst, cast.adam_admin)
    found: list[tuple[str, Client]] = [("staff", staff_client_for(each)) for each in workers]
    found.append(("public", PublicClient()))
    for _site, client in found:
        client.raise_request_exception = False  # an address that fails is named with the others
    return found


def _answers(
    route: Route, samples: Samples, clients: list[tuple[str, Client]]
) -> Iterator[HttpResponse]:
    """What it answers to anybody, to reading and to writing; nothing that is written stays."""
    asking = [client for site, client in clients if site == route.site]
    for values in islice(samples.addresses(route), MOST_TRIES):
        for client in asking:
            pair = [_ask(client, method, _fill(route, values)) for method in ("get", "post")]
            yield from pair
            if any(each.status_code not in {403, 404} for each in pair):
                return


def _ask(client: Client, method: str, url: str) -> Any:
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response


def _fill(route: Route, values: dict[str, Any]) -> str:
    parts = [route.path.lstrip("/")]
    for name, value in values.items():
        parts = [_replaced(part, name, str(value)) for part in parts]
    return "/" + parts[0]


def _replaced(text: str, name: str, value: str) -> str:
    start = next(at for at in range(len(text)) if text[at] == "<" and f"{name}>" in text[at:])
    while f":{name}>" not in text[start : text.index(">", start) + 1]:
        start = text.index("<", start + 1)
    return text[:start] + value + text[text.index(">", start) + 1 :]


def _marked(route: Route) -> Mark | None:
    return mark_of(route.view)


def faults(
    routes: list[Route],
    samples: Samples,
    clients: list[tuple[str, Client]],
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    """What is wrong, by the name of the address."""
    found: dict[str, str] = {}
    for route in routes:
        if _marked(route) or hasattr(route.view, WORKER_DOWNLOAD):
            continue
        with watch(monkeypatch) as opened:
            answers = list(_answers(route, samples, clients))
        why = next(filter(None, map(goes_out, answers)), "")
        if route.site == "public" and opened:
            why = f"the public site opens {min(opened)}"
        asked = {each.status_code for each in answers} - {403, 404}
        if not asked and route.name not in PROVEN_IN_THEIR_SLICE:
            why = why or "no sample leads to it: give one in samples.py"
        if why:
            found[route.name] = why
    return found


def _routes() -> list[Route]:
    return [route for route in all_routes() if route.of_these_rooms]


def test_every_address_is_a_page_or_says_how_it_leaves(
    samples: Samples, clients: list[tuple[str, Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = _routes()
    assert len(routes) > 60
    assert faults(routes, samples, clients, monkeypatch) == {}


def _as_json(request: HttpRequest, case_id: Any) -> HttpResponse:
    case = Case.objects.get(pk=case_id)
    return JsonResponse(read(case, request.keyring))  # type: ignore[attr-defined]  # StaffRequest


def _as_download(request: HttpRequest, case_id: Any) -> HttpResponse:
    return HttpResponse("<p>", headers={"Content-Disposition": 'attachment; filename="x.html"'})


def _as_text(request: HttpRequest, case_id: Any) -> HttpResponse:
    return HttpResponse("x", content_type="text/plain")


@pytest.mark.parametrize("view", [_as_json, _as_download, _as_text])
@pytest.mark.parametrize("room", ["waymark.cases.planted", "waymark.packs.planted"])
def test_an_address_without_the_mark_is_found(
    samples: Samples,
    clients: list[tuple[str, Client]],
    monkeypatch: pytest.MonkeyPatch,
    view: Callable[..., HttpResponse],
    room: str,
) -> None:
    monkeypatch.setattr(view, "__module__", room)
    planted = path("planted/<uuid:case_id>/", view, name="planted")
    monkeypatch.setattr(case_urls, "urlpatterns", case_urls.urlpatterns)
    case_urls.urlpatterns.insert(0, planted)
    try:
        routes = [route for route in _routes() if route.name == "planted"]
        assert set(faults(routes, samples, clients, monkeypatch)) == {"planted"}
    finally:
        case_urls.urlpatterns.remove(planted)


def test_what_is_marked_as_without_a_person_opens_no_record(
    samples: Samples, clients: list[tuple[str, Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = [route for route in _routes() if (mark := _marked(route)) and mark.opens_nothing]
    for route in marked:
        with watch(monkeypatch) as opened:
            for response in _answers(route, samples, clients):
                assert SECRET.encode() not in response.content, route.name
        assert not opened, (route.name, opened)


def test_every_exception_has_a_reason_and_no_download_is_new() -> None:
    downloads = {r.name: getattr(r.view, WORKER_DOWNLOAD, "") for r in all_routes()}
    assert {name for name, reason in downloads.items() if reason} == DOWNLOADS
    for route in all_routes():
        mark = _marked(route)
        if mark and mark.way is None:
            assert len(mark.reason.split()) > 3, route.name


def test_marks() -> None:
    def view() -> None:
        """Answer."""

    assert mark_of(view) is None
    assert mark_of(way_out(Way.API)(view)) == Mark(Way.API)
    assert mark_of(already_out(reason="sealed before")(view)) == Mark(None, "sealed before")
    empty = mark_of(without_person(reason="a number"))
    assert empty is None
    assert mark_of(without_person(reason="a number")(view)) == Mark(None, "a number", True)
    assert getattr(worker_download(reason="own")(view), WORKER_DOWNLOAD) == "own"
