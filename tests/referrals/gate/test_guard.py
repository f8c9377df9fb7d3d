"""What no walk over the addresses finds fails when it happens: an answer that leaves unmarked."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import path

from tests.cast import Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts.models import Worker
from waymark.config import public_urls, staff_urls
from waymark.referrals.guard import LeftUnmarked
from waymark.referrals.ways import Way, way_out

SignIn = Callable[[Worker], StaffClient]
Answer = Callable[[], HttpResponseBase]
LEAVING: dict[str, Answer] = {
    "json": lambda: JsonResponse({"name": "Rosa"}),
    "download": lambda: HttpResponse("<p>", headers={"Content-Disposition": "attachment"}),
    "text": lambda: HttpResponse("Rosa", content_type="text/plain"),
    "stream": lambda: StreamingHttpResponse(iter([b"Rosa"])),
    "file": lambda: FileResponse(iter([b"Rosa"]), filename="rosa.pdf"),
    "xhtml": lambda: HttpResponse("Rosa", content_type="application/xhtml+xml"),
}
PAGES: dict[str, Answer] = {
    "page": lambda: HttpResponse("<p>a page"),
    "redirect": lambda: HttpResponseRedirect("/"),
    "empty": lambda: HttpResponse(status=204),
}
WAYS_TO_ASK: dict[str, tuple[str, dict[str, Any]]] = {
    "a parameter": ("get", {"data": {"format": "json"}}),
    "a header": ("get", {"headers": {"accept": "application/json"}}),
    "a posted value": ("post", {"data": {"as": "json"}}),
}


def _wants(request: HttpRequest) -> bool:
    asked = (request.GET.get("format"), request.POST.get("as"), request.headers.get("Accept"))
    return any(each and each.endswith("json") for each in asked)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Put a view at an address of the staff site, or of the public one, for one test."""
    planted: list[tuple[list[Any], Any]] = []

    def put(view: Callable[..., HttpResponseBase], *, room: str, urls: Any = staff_urls) -> str:
        view.__module__ = room
        where = f"planted-{uuid4().hex}/"
        pattern = path(where, view)
        urls.urlpatterns.insert(0, pattern)
        planted.append((urls.urlpatterns, pattern))
        return f"/{where}"

    yield put
    for patterns, pattern in planted:
        patterns.remove(pattern)


@pytest.fixture
def sara(cast: Cast, staff_client_for: SignIn) -> StaffClient:
    """A supervisor, signed in; what fails is raised."""
    return staff_client_for(cast.sara_supervisor)


@pytest.mark.parametrize("kind", LEAVING)
@pytest.mark.parametrize("asking", WAYS_TO_ASK)
def test_an_answer_that_only_some_get_does_not_leave(
    sara: StaffClient, plant: Callable[..., str], kind: str, asking: str
) -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return LEAVING[kind]() if _wants(request) else HttpResponse("<p>a page")

    url = plant(view, room="waymark.packs.planted")
    assert sara.get(url).status_code == 200
    method, more = WAYS_TO_ASK[asking]
    with pytest.raises(LeftUnmarked):
        getattr(sara, method)(url, **more)
    sara.raise_request_exception = False
    refused = getattr(sara, method)(url, **more)
    assert refused.status_code == 500
    assert b"Rosa" not in refused.content


@pytest.mark.parametrize("kind", LEAVING)
def test_what_is_marked_leaves(sara: StaffClient, plant: Callable[..., str], kind: str) -> None:
    @way_out(Way.EXPORT)
    def view(request: HttpRequest) -> HttpResponseBase:
        return LEAVING[kind]()

    assert sara.get(plant(view, room="waymark.cases.planted")).status_code == 200


@pytest.mark.parametrize("kind", PAGES)
def test_pages_need_no_mark(sara: StaffClient, plant: Callable[..., str], kind: str) -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return PAGES[kind]()

    assert sara.get(plant(view, room="waymark.referrals.planted")).status_code in {200, 204, 302}


@pytest.mark.parametrize(
    "room", ["waymark.cases", "waymark.casesbook.views", "waymark.directory.x"]
)
def test_it_watches_whole_rooms_and_no_others(
    sara: StaffClient, plant: Callable[..., str], room: str
) -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return JsonResponse({})

    url = plant(view, room=room)
    if room == "waymark.cases":
        with pytest.raises(LeftUnmarked):
            sara.get(url)
    else:
        assert sara.get(url).status_code == 200


@pytest.mark.django_db
def test_the_public_site_is_watched_too(plant: Callable[..., str]) -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return JsonResponse({"name": "Rosa"})

    with pytest.raises(LeftUnmarked):
        PublicClient().get(plant(view, room="waymark.referrals.planted", urls=public_urls))
