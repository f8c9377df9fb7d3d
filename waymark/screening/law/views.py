"""Legal elements on the staff site. Nothing that is entered here is kept."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.screening.law.about import told
from waymark.screening.law.engine import assess
from waymark.screening.law.forms import ChooseForm, FactsForm
from waymark.screening.law.memo import memo_of, sources_of
from waymark.screening.law.reading import book
from waymark.screening.permissions import may_read_tools, may_use_tools

UNPROCESSABLE = 422
GROUP_TITLES = {
    "acts": _("What was done"),
    "means": _("How it was done"),
    "purposes": _("What it was for"),
    "more": _("What else these laws ask"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def law(request: StaffRequest) -> HttpResponse:
    """Choose laws and a day; then the facts; then what each law makes of them."""
    if request.method != "POST":
        require(may_read_tools, request.worker)
        return _choose(request, ChooseForm(book()))
    require(may_use_tools, request.worker)
    choose = ChooseForm(book(), request.POST)
    if not choose.is_valid():
        return _choose(request, choose, status=UNPROCESSABLE)
    if "answer" not in request.POST:
        return _ask(request, FactsForm(choose))
    form = FactsForm(choose, request.POST)
    if not form.is_valid():
        return _ask(request, form, status=UNPROCESSABLE)
    return _tell(request, form)


@require_safe
def law_about(request: StaffRequest, regime: str) -> HttpResponse:
    """What one law asks for, with the article, the days and the source of each element."""
    require(may_read_tools, request.worker)
    known = book()
    if regime not in known.law.versions:
        raise Http404
    latest = known.law.latest(regime)
    context = {
        "regime": latest,
        "name": known.words(f"regimes.{regime}.name"),
        "note": known.words(f"regimes.{regime}.note"),
        "consent": known.words(f"regimes.{regime}.consent"),
        "where": known.words(f"jurisdictions.{latest.jurisdiction}"),
        "versions": sorted(known.law.versions[regime], key=lambda each: each.period.first),
        "statements": told(known, latest),
        "sources": latest.sources,
        "review": latest.review,
    }
    return render(request, "screening/staff/law_about.html", context)


def _choose(request: StaffRequest, form: ChooseForm, status: int = 200) -> HttpResponse:
    words = form.book.words
    laws = [
        (each, words(f"regimes.{each.id}.name"), words(f"jurisdictions.{each.jurisdiction}"))
        for each in form.book.regimes()
    ]
    context = {"form": form, "laws": laws, "may_use": may_use_tools(request.worker)}
    return render(request, "screening/staff/law.html", context, status=status)


def _ask(request: StaffRequest, form: FactsForm, status: int = 200) -> HttpResponse:
    context = _questions(form)
    return render(request, "screening/staff/law_facts.html", context, status=status)


def _questions(form: FactsForm) -> dict[str, object]:
    words = form.choose.book.words
    return {
        "form": form,
        "happened": form.choose.cleaned_data["happened"],
        "regimes": [(each, words(f"regimes.{each.id}.name")) for each in form.regimes],
        "left_out": [
            words(f"regimes.{identity}.name")
            for identity in form.choose.cleaned_data["regimes"]
            if identity not in {each.id for each in form.regimes}
        ],
        "groups": [(GROUP_TITLES[group], fields) for group, fields in form.groups()],
    }


def _tell(request: StaffRequest, form: FactsForm) -> HttpResponse:
    known, facts = form.choose.book, form.entered()
    found = [assess(known.law, regime.id, facts) for regime in form.regimes]
    context = _questions(form) | {
        "entered": form.answered(),
        "sections": memo_of(known, found),
        "sources": sources_of(regime for regime, _day in form.drawn),
        "today": facts.asked,
        "handed": form.handed(),
    }
    return render(request, "screening/staff/law_memo.html", context)
