"""Choose what leaves under a release, and let it out as a file or on paper."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.htcds.writing import write_instances, write_workbook
from waymark.referrals.consent.queries.page import said_by
from waymark.referrals.consent.views.finding import release_of
from waymark.referrals.consent.views.pages import TAB
from waymark.referrals.exports.choosing import Offered, by_kind, offered
from waymark.referrals.exports.forms import INSTANCES, PAPER, LeaveForm
from waymark.referrals.exports.htcds import exported, has_place
from waymark.referrals.exports.naming import outside_name
from waymark.referrals.exports.paper import sections
from waymark.referrals.gate import (
    SENTENCES,
    Ask,
    Departure,
    Refused,
    Why,
    leaving,
    receiver_of,
    turn_away,
)
from waymark.referrals.models import Release
from waymark.referrals.ways import Way, way_out
from waymark.vault.keyring import Keyring

CONFLICT, UNPROCESSABLE = 409, 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
NOT_IN_FILE = gettext_lazy(
    "Some of it is not in the file, because the standard cannot say it: a year without a day, for "
    "instance. Print a page for that."
)


@require_safe
def release_leave(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """What the record holds: what the release covers, and what stays here."""
    release = release_of(request, case_id, release_id)
    found = offered(release, request.keyring)
    covered = [each.choice.name for each in found if each.covered]
    return _page(request, release, found, LeaveForm(found, initial={"names": covered}))


@way_out(Way.EXPORT)
@require_POST
def release_file(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """The chosen fields as a file of the standard, or why nothing leaves."""

    def answer(departure: Departure, how: str, offers: list[Offered]) -> HttpResponse:
        found = exported(departure)
        record = found.record
        if found.unsaid:
            messages.warning(request, _not_in_file(found.unsaid, offers))
        name = outside_name(departure).short
        if how == INSTANCES:
            return _attached(write_instances([record]), ZIP, f"{name}.zip")
        return _attached(write_workbook([record]), XLSX, f"{name}.xlsx")

    return _let_out(request, case_id, release_id, Way.EXPORT, answer)


@way_out(Way.PRINT)
@require_POST
def release_paper(request: StaffRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """The chosen fields as a page to print, or why nothing leaves."""

    def answer(departure: Departure, how: str, offers: list[Offered]) -> HttpResponse:
        context = {
            "sections": sections(departure),
            "release": departure.release,
            "whose": outside_name(departure).short,
            "terms": departure.release and said_by(departure.release, request.keyring).terms,
        }
        return render(request, "referrals/exports/paper.html", context)

    return _let_out(request, case_id, release_id, Way.PRINT, answer)


def _let_out(
    request: StaffRequest,
    case_id: UUID,
    release_id: UUID,
    way: Way,
    answer: Callable[[Departure, str, list[Offered]], HttpResponse],
) -> HttpResponse:
    """Ask the gate for the chosen fields, and render what it lets out inside its block."""
    release = _release(request, case_id, release_id)
    found = offered(release, request.keyring)
    form = LeaveForm(found, request.POST)
    if not form.is_valid() or (form.cleaned_data["how"] == PAPER) is not (way == Way.PRINT):
        return _page(request, release, found, form, status=UNPROCESSABLE)
    names = frozenset(form.cleaned_data["names"])
    # What a file has no place for does not leave with it, and is not asked for.
    wanted = names if way == Way.PRINT else frozenset(filter(has_place, names))
    try:
        ask = _ask(release, way, wanted, request.keyring)
        with leaving(ask, by=request.worker, keyring=request.keyring) as departure:
            return answer(departure, form.cleaned_data["how"], found)
    except Refused as refusal:
        again = LeaveForm(
            found, initial={"names": names - refusal.uncovered, "how": form.cleaned_data["how"]}
        )
        problem = _because(refusal, found)
        return _page(request, release, found, again, problem=problem, status=CONFLICT)


def _release(request: StaffRequest, case_id: UUID, release_id: UUID) -> Release:
    """The release of the address; whoever may not open its case is turned away, and audited."""
    rows = Release.objects.select_related("participant__person", "participant__case", "case")
    release = get_object_or_404(rows.filter(case=case_id), pk=release_id)
    turn_away(release.participant, by=request.worker)
    return release_of(request, case_id, release_id)


def _ask(release: Release, way: Way, names: frozenset[str], keyring: Keyring) -> Ask:
    receiver = receiver_of(release, keyring)
    if receiver is None:
        raise Refused(Why.NO_RELEASE)
    return Ask(release.participant, receiver, way, names)


def _because(refusal: Refused, found: Iterable[Offered]) -> str:
    """The gate's sentence, and what it is about."""
    sentence = str(SENTENCES[refusal.why])
    names = _labels(refusal.uncovered, found)
    if not names:
        return sentence
    return _("%(sentence)s Not covered: %(names)s.") % {"sentence": sentence, "names": names}


def _not_in_file(unsaid: frozenset[str], found: Iterable[Offered]) -> str:
    """What stays here although it was ticked, by its names."""
    return f"{NOT_IN_FILE} {_labels(unsaid, found)}"


def _labels(names: frozenset[str], found: Iterable[Offered]) -> str:
    return _(", ").join(str(x.choice.label) for x in found if x.choice.name in names)


def _page(
    request: StaffRequest,
    release: Release,
    found: list[Offered],
    form: LeaveForm,
    **more: Any,
) -> HttpResponse:
    ticked = set(form["names"].value() or ())
    context = {
        "release": release,
        "terms": said_by(release, request.keyring).terms,
        "covered": by_kind([each for each in found if each.covered]),
        "stays": by_kind([each for each in found if not each.covered]),
        "form": form,
        "ticked": ticked,
    }
    case = case_of(request, release.case_id)
    return case_page(request, case, TAB, "referrals/exports/leave.html", context, **more)


def _attached(body: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(body, headers=headers)
