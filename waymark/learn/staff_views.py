"""The first page of this room on the staff site, and every sign for trained staff."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.learn.permissions import may_learn, may_see_gain
from waymark.learn.signs.reading import PLACES, signs


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What workers can look up here."""
    require(may_learn, request.worker)
    context = {"may_see_gain": may_see_gain(request.worker)}
    return render(request, "learn/staff/home.html", context)


@require_safe
def all_signs(request: StaffRequest) -> HttpResponse:
    """Every sign, those for trained staff only too, at every place or at one."""
    require(may_learn, request.worker)
    found = signs()
    place = request.GET.get("place", "")
    chosen = found.chosen(place=place if place in PLACES else "")
    context = {
        "signs": [
            (sign, ", ".join(found.words(f"places.{key}") for key in sign.places))
            for sign in chosen
        ],
        "places": [(key, found.words(f"places.{key}")) for key in PLACES],
        "place": place,
        "sources": found.sources_of(chosen),
        "review": found.review,
    }
    return render(request, "learn/staff/signs.html", context)
