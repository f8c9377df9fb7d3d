"""The page of the search, the list of a visit, and the page of one service."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.directory.finding import controls, looking, needs, rows, wording
from waymark.directory.finding import form as fields
from waymark.directory.finding.cards import Cards
from waymark.directory.finding.form import FindForm
from waymark.directory.finding.looking import Looked
from waymark.directory.finding.results import Result
from waymark.directory.finding.where import Where, named, place_of
from waymark.directory.models import Service
from waymark.directory.search import Found
from waymark.web import inline
from waymark.web.caching import PLAIN
from waymark.web.middleware import DEVICES, policy
from waymark.web.queries import site

NEAR_SCRIPT = Path(__file__).parent / "assets" / "near.js"
UNPROCESSABLE = 422
ANY_METHOD = ["GET", "HEAD", "POST"]


@require_http_methods(ANY_METHOD)
def find(request: HttpRequest) -> HttpResponse:
    """The form; sent, what was found. What was typed is in no address and is not kept."""
    if request.method != "POST":
        return _page(request, FindForm(), Where(country=site().country))
    form = FindForm.read(request.POST)
    where = place_of(form)
    if where.to_choose:
        status = UNPROCESSABLE if where.unknown else 200
        return _page(request, form, where, status=status)
    return _page(request, form, where, looking.look(form, where))


def _page(
    request: HttpRequest,
    form: FindForm,
    where: Where,
    looked: Looked | None = None,
    status: int = 200,
) -> HttpResponse:
    values = _form_values(form, where) | (_found_values(form, where, looked) if looked else {})
    page = render(request, "directory/public/find.html", values, status=status)
    return _with_location(page)


def _with_location(page: HttpResponse) -> HttpResponse:
    """This one page may ask the device where it is, when its button is pressed."""
    script = inline.script_at(NEAR_SCRIPT)
    sources = f"{inline.public_script().source} {script.source}"
    page.headers["Content-Security-Policy"] = policy(sources)
    page.headers["Permissions-Policy"] = DEVICES.replace("geolocation=()", "geolocation=(self)")
    return page


def _form_values(form: FindForm, where: Where) -> dict[str, object]:
    return {
        "form": form,
        "where": where,
        "choices": [(n, named(place, where.country)) for n, place in enumerate(where.choices)],
        "mistakes": [("where", _unknown_place(where))] if where.unknown else [],
        "controls": controls.of(form, where.country),
        "others_chosen": any(not needs.by_key()[key].common for key in form.chosen),
        "near": "{:.2f},{:.2f}".format(*form.near) if form.near else "",
        "near_script": inline.script_at(NEAR_SCRIPT).text,
    }


def _unknown_place(where: Where) -> str:
    if where.choices:
        return _("We do not know this place. Did you mean one of these?")
    return _("We do not know this place. Try a bigger town nearby, or a postcode.")


def _found_values(form: FindForm, where: Where, looked: Looked) -> dict[str, object]:
    page, refused = looked.page, looked.refused
    results = list(_results(form, where, page.results))
    cards = Cards()
    return {
        "looked": True,
        "takes": cards.of(result for result in results if not result.asks),
        "asks": cards.of(result for result in results if result.asks),
        "understood": wording.listed(need.name for need in form.needs()),
        "as_name": form.text(),
        "refused": refused,
        "refused_to": wording.listed(wording.criterion(each) for each in refused.to),
        "before": form.page - 1,
        "after": form.page + 1 if page.more and form.page < fields.MOST_PAGES else 0,
    }


def _results(form: FindForm, where: Where, page: Iterable[Found]) -> Iterator[Result]:
    """What the page shows, as the search ordered it; what is gone meanwhile is left out."""
    found = {each.service_at_location_id: each for each in page}
    for key, entry in rows.entries(list(found)).items():
        yield Result(
            entry,
            wanted=form.wanted(),
            km=found[key].distance_km,
            country=where.country,
            by_rank=found[key].distance_km is None,
            asks=found[key].asks,
            kept=key in form.kept,
        )


@require_http_methods(ANY_METHOD)
def kept(request: HttpRequest) -> HttpResponse:
    """What was kept on this visit, as a card to print. It exists in this one answer only."""
    form = FindForm.read(request.POST)
    country = site().country
    found = [Result(entry, country=country) for entry in rows.entries(form.kept).values()]
    values = {
        "form": form,
        "results": found,
        "numbers_only": request.POST.get("only") == "numbers",
    }
    return render(request, "directory/public/list.html", values)


@require_http_methods(ANY_METHOD)
def service(request: HttpRequest, service: UUID) -> HttpResponse:
    """One service, to read or to pass on. By POST it leads back to the results it came from.

    Search engines are asked to leave it out: their copies would outlive a number that changed.
    """
    found = public_service_or_404(service)
    values = {
        "form": carried(request),
        "service": found,
        "page": _page_of(found),
        "documents": [row.document for row in found.required_documents.order_by("pk")],
        "results": [Result(entry, country=site().country) for entry in rows.entries_of(found)],
    }
    page = render(request, "directory/public/service.html", values)
    if request.method != "POST":
        page.headers["Cache-Control"] = PLAIN
        page.headers["X-Robots-Tag"] = "noindex"
    return page


def _page_of(service: Service) -> str:
    """Their own page, where it is an address of the web."""
    house = service.organization
    pages = (service.url, house.website if house else "")
    return next((each for each in pages if each.startswith(("https://", "http://"))), "")


def carried(request: HttpRequest) -> FindForm | None:
    """What a page of this visit carries along; None where somebody came by an address."""
    return FindForm.read(request.POST) if request.POST.get("page") else None


def public_service_or_404(pk: UUID) -> Service:
    """A service that anybody may read of. Raises Http404 for any other, and says no more."""
    found = rows.public_services().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
