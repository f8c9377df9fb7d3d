"""The first page, the way out, and the pages every visitor can read about this site."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.web import doors, navigation, queries
from waymark.web.caching import plain_page


@plain_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page: a few plain doors."""
    context = {"doors": doors.open_doors(), "more": doors.open_doors(secondary=True)}
    return render(request, "web/home.html", context)


@plain_page
def safety(request: HttpRequest) -> HttpResponse:
    """What leaving does, what it cannot do, and how to come back."""
    return render(request, "web/safety.html")


@plain_page
def about(request: HttpRequest) -> HttpResponse:
    """What this site keeps and what it does not."""
    return render(request, "web/about.html")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this site in the browser and go to the neutral one, whatever else is broken."""
    return HttpResponseRedirect(
        queries.site_or_last_known().exit_url,
        status=303,
        headers={"Clear-Site-Data": '"cache", "storage", "cookies"', "Cache-Control": "no-store"},
    )


@plain_page
def robots(request: HttpRequest) -> HttpResponse:
    """Public information may be found by searching; each other page says noindex itself."""
    return HttpResponse("User-agent: *\nDisallow: /x\n", content_type="text/plain")


@login_not_required
@require_safe
def no_robots(request: HttpRequest) -> HttpResponse:
    """Nothing of the staff site is for a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process can answer: 200 when its database does, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def staff_root(request: HttpRequest) -> HttpResponse:
    """Workers begin at the first page that their roles open."""
    links = navigation.links_for(getattr(request, "worker", None), request.path)
    return HttpResponseRedirect(links[0].url) if links else render(request, "web/staff_home.html")
