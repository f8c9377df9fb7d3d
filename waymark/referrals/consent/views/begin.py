"""Begin a release: about whom, and for whom."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Organisation
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.fields.catalogue import Part
from waymark.cases.models import Case, Participant
from waymark.directory.models import Service, Status
from waymark.directory.queries.visible import visible_to
from waymark.referrals.consent.actions import drafting
from waymark.referrals.consent.choices import part_of
from waymark.referrals.consent.forms.begin import SERVICE, BeginForm
from waymark.referrals.consent.views.pages import TAB
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen

CONFLICT, UNPROCESSABLE = 409, 422
MOST_FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
def release_begin(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Choose both; a service is looked for first. A draft is begun from there."""
    case = case_of(request, case_id)
    data = request.POST if request.method == "POST" else None
    form = _form(request, case, data)
    if data is None:
        return _page(request, case, form)
    if "find" in data:
        # What was looked for is shown for choosing; nothing is checked yet.
        form = _form(request, case, None, initial={**data.dict(), "kind": SERVICE})
        return _page(request, case, form, looked=True)
    if not form.is_valid():
        return _page(request, case, form, status=UNPROCESSABLE)
    try:
        begun = drafting.draft(
            case,
            form.cleaned_data["whose"],
            form.to,
            by=request.worker,
            keyring=request.keyring,
        )
    except CannotNow as refusal:
        return _page(request, case, form, status=CONFLICT, problem=str(refusal.sentence))
    return redirect("release_terms", case.pk, begun.pk)


def _page(
    request: StaffRequest,
    case: Case,
    form: BeginForm,
    *,
    looked: bool = False,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {"form": form, "looked": looked or bool(form["words"].value())}
    template = "referrals/consent/begin.html"
    return case_page(request, case, TAB, template, context, status=status, problem=problem)


def _form(
    request: StaffRequest, case: Case, data: QueryDict | None, initial: dict[str, str] | None = None
) -> BeginForm:
    words = (data or initial or {}).get("words", "")
    people = who_can_agree(case, request.keyring)
    first = people.first() if people.count() == 1 else None
    return BeginForm(
        people,
        Organisation.objects.exclude(pk=case.organisation_id).order_by("name"),
        _services(request, str(words)),
        data,
        initial={"whose": first, **(initial or {})},
    )


def who_can_agree(case: Case, keyring: Keyring) -> QuerySet[Participant]:
    """The people of a case but for those who are suspected of harming others."""
    rows = case.participants.filter(envelope__erased_at=None).select_related("person__merged_into")
    able = [row.pk for row in rows if _can_agree(row, keyring)]
    return rows.filter(pk__in=able).order_by("written_at", "pk")


def _can_agree(participant: Participant, keyring: Keyring) -> bool:
    try:
        return part_of(participant, keyring) is not Part.SUSPECTED_PERPETRATOR
    except CannotOpen:
        return False


def _services(request: StaffRequest, words: str) -> QuerySet[Service]:
    """The services whose name holds every word, of those that the worker may know of."""
    rows = visible_to(request.worker).filter(status=Status.ACTIVE).select_related("organization")
    parts = words.split()
    if not parts:
        return rows.none()
    for part in parts:
        rows = rows.filter(name__icontains=part)
    return Service.objects.select_related("organization").filter(
        pk__in=list(rows.order_by("name", "pk").values_list("pk", flat=True)[:MOST_FOUND])
    )
