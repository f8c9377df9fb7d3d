"""Instruments on the staff site. Nothing that is asked or answered here is written down."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.screening.instruments import findings, presenting, wording
from waymark.screening.instruments.engine import Circumstances, Reason, Refused, apply, check
from waymark.screening.instruments.forms import FIRST_STUDY, MeaningForm, StartForm, answers_in
from waymark.screening.instruments.model import SETTINGS, Instrument
from waymark.screening.instruments.reading import instruments
from waymark.screening.instruments.studies import shelved, studies_with_both
from waymark.screening.permissions import may_read_tools, may_use_tools
from waymark.web.doors import url_or_empty

OK, FORBIDDEN, CONFLICT, UNPROCESSABLE = 200, 403, 409, 422


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every instrument with its limits, or those for one setting."""
    require(may_read_tools, request.worker)
    setting = request.GET.get("setting", "")
    every = instruments().values()
    words = shelved().words
    context = {
        "instruments": [each for each in every if not setting or setting in each.settings],
        "settings": [(each, words(f"settings.{each}")) for each in SETTINGS],
        "setting": setting if setting in SETTINGS else "",
        "words": {"lead": words("list.lead"), "first": words("list.first")},
    }
    return _page(request, "list", context)


@require_safe
def about(request: StaffRequest, identity: str) -> HttpResponse:
    """All that is known about an instrument."""
    require(may_read_tools, request.worker)
    instrument = _found(identity)
    context = {
        "instrument": instrument,
        "say": _said(instrument),
        "groups": presenting.groups(instrument, {}),
        "findings": findings.findings(instrument.studies),
        "ages": wording.ages_of(instrument),
        "settings": wording.settings_of(instrument),
        "roles": wording.roles_of(instrument),
        "needs": wording.needs(instrument.rule.needs) if instrument.rule else [],
        "patterns": _patterns(instrument),
        "kind": instrument.words(f"kinds.{instrument.kind.value}"),
        "no_study": instrument.words("after.no_study"),
        "usable": may_use_tools(request.worker) and _has_role(request, instrument),
    }
    return _page(request, "about", context)


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: StaffRequest, identity: str) -> HttpResponse:
    """First where and about whom, then the items, then what they say. Each step is one POST."""
    require(may_use_tools, request.worker)
    instrument = _found(identity)
    if not _has_role(request, instrument):
        sentence = wording.refusal(Reason.ROLE, instrument)
        context = {"instrument": instrument, "sentence": sentence}
        return _page(request, "refused", context, FORBIDDEN)
    if request.method != "POST":
        return _start(request, StartForm(instrument))
    form = StartForm(instrument, request.POST)
    if not form.is_valid():
        return _start(request, form, UNPROCESSABLE)
    try:
        return _answered(request, form, form.circumstances(request.worker))
    except Refused as refused:
        form.refuse(refused)
        changed = refused.reason is Reason.STRANGE_ANSWER
        return _start(request, form, CONFLICT if changed else UNPROCESSABLE)


@require_safe
def absent(request: StaffRequest) -> HttpResponse:
    """The instruments that we do not carry, why, and what studies found."""
    require(may_read_tools, request.worker)
    found = shelved()
    context = {
        "lead": found.words("list_absent.lead"),
        "absent": [(each, findings.findings(each.studies)) for each in found.absent],
        "review": found.review,
    }
    return _page(request, "absent", context)


@require_safe
def meaning(request: StaffRequest) -> HttpResponse:
    """What a positive means, for a study and a share that the worker chooses."""
    require(may_read_tools, request.worker)
    found = shelved()
    form = MeaningForm(request.GET or None)
    names = ("lead", "lesson", "shares", "declined", "method")
    context: dict[str, Any] = {
        "form": form,
        "say": {name: found.words(f"meaning.{name}") for name in names},
        "assumed": found.assumed,
        "sources": found.sources.values(),
        "review": found.review,
    }
    if form.is_bound and not form.is_valid():
        return _page(request, "meaning", context, UNPROCESSABLE)
    chosen = form.cleaned_data if form.is_bound else {}
    studies = {each.id: each for each in studies_with_both()}
    study = studies[chosen.get("study", FIRST_STUDY)]
    prevalence = chosen.get("prevalence", found.assumed.prevalence / 100)
    shown = findings.meaning(study, prevalence)
    context |= {
        "name": next((each.name for each in found.absent if each.id == study.owner), ""),
        "findings": findings.findings([study]),
        "meaning": shown,
        "picture": findings.picture(shown.people),
        "others": findings.at_other_shares(study, prevalence),
    }
    return _page(request, "meaning", context)


def _answered(request: StaffRequest, form: StartForm, where: Circumstances) -> HttpResponse:
    """The items, or what their answers say. Raises Refused."""
    instrument, step = form.instrument, request.POST.get("step", "begin")
    check(instrument, where)
    answers = answers_in(request.POST)
    if step != "begin" and request.POST.get("version") != instrument.version:
        raise Refused(Reason.STRANGE_ANSWER)
    result = apply(instrument, where, answers)
    context: dict[str, Any] = {
        "instrument": instrument,
        "form": form,
        "where": where,
        "setting": instrument.words(f"settings.{where.setting}"),
    }
    if step != "result":
        return _page(request, "items", context | {"groups": presenting.groups(instrument, answers)})
    names = ("title", "needs", "safe", "choice", "law", "open", "alone", "child_title", "child",
             "under_18")  # fmt: skip
    context |= {
        "shown": presenting.shown(instrument, result),
        "answers": [(f"a-{code}", answer.value) for code, answer in result.answers],
        "after": {name: instrument.words(f"after.{name}") for name in names},
        "limits": instrument.say("limits"),
        "directory_url": url_or_empty("directory"),
    }
    return _page(request, "result", context)


def _found(identity: str) -> Instrument:
    found = instruments().get(identity)
    if found is None:
        raise Http404
    return found


def _has_role(request: StaffRequest, instrument: Instrument) -> bool:
    return bool({role.value for role in request.worker.roles} & instrument.roles)


def _said(instrument: Instrument) -> dict[str, str]:
    names = ("summary", "population", "limits", "terms", "verify")
    return {name: instrument.say(name) for name in names}


def _patterns(instrument: Instrument) -> list[tuple[str, str]]:
    words, rule = instrument.words, instrument.rule
    keys = [each.key for each in rule.patterns] if rule else []
    return [(words(f"patterns.{key}.title"), words(f"patterns.{key}.text")) for key in keys]


def _start(request: StaffRequest, form: StartForm, status: int = OK) -> HttpResponse:
    instrument = form.instrument
    context = {"form": form, "instrument": instrument, "limits": instrument.say("limits")}
    return _page(request, "start", context, status)


def _page(
    request: StaffRequest, name: str, context: dict[str, Any], status: int = OK
) -> HttpResponse:
    """A page of this part. No browser and nothing between may keep it."""
    template = f"screening/staff/instrument_{name}.html"
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
