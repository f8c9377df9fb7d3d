"""Who somebody is: the one page, beside search and the check for doubles, that opens it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.answers import Answers
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.fields.asking import Asked
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.fields.showing import in_words
from waymark.cases.models import Person
from waymark.cases.names import person_name
from waymark.cases.people.actions.changing import change_identity, note_reading
from waymark.cases.people.forms.people import RecordForm
from waymark.cases.people.queries.duplicates import decisions
from waymark.cases.people.queries.finding import founds
from waymark.cases.people.queries.people import shown_record
from waymark.cases.people.views.common import WHO, answers_in, asked, form_for, person_of
from waymark.cases.queries.visible import people_visible_to

OK = 200


@require_safe
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Who somebody is. Each opening is audited."""
    found = person_of(request, person_id)
    if found.standing.pk != found.pk:
        return redirect("person", found.standing.pk)
    note_reading(found, by=request.worker)
    context = {
        "person": found,
        "name": person_name(found),
        "sections": _shown(request, found),
        "joined": _joined(request, found),
        "cases": founds(request.worker, request.keyring, [(found, ())])[0].case_links,
        "decisions": decisions(request.worker, found),
    }
    return render(request, "cases/people/person.html", context)


def _shown(request: StaffRequest, found: Person) -> Any:
    return shown_record(request.worker.organisation, "identity", answers_in(found, request))


def _joined(request: StaffRequest, found: Person) -> list[tuple[str, Any]]:
    """What the rows say that were found to be the same person."""
    rows = people_visible_to(request.worker).filter(merged_into=found).select_related("envelope")
    return [(person_name(row), _shown(request, row)) for row in rows.order_by("created_at", "pk")]


@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Change who somebody is."""
    found = person_of(request, person_id)
    if found.standing.pk != found.pk:
        return redirect("person", found.standing.pk)
    before = answers_in(found, request)
    form = form_for(request, asked(request, "identity"), WHO, before)
    hidden = RecordForm(request.POST or None, initial={"seen": found.version})
    if request.method != "POST":
        return _change_page(request, found, form, hidden)
    if not (form.is_valid() & hidden.is_valid()):
        return _change_page(request, found, form, hidden, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        now = person_of(request, person_id)
        kept = renewed(hidden, now.version)
        return _change_page(request, now, form, kept, problem=problem, status=status)

    return take_step(
        request,
        lambda: change_identity(
            found,
            form.merged(before),
            seen=hidden.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("Saved."),
        back=("person", found.pk),
        again=again,
    )


def go_on_with_typed(request: StaffRequest, found: Person, typed: Answers) -> HttpResponse | None:
    """Somebody known was added: what was typed about them waits in the form until it is saved.

    None where nothing was typed that is not known already.
    """
    before = answers_in(found, request)
    fields = asked(request, "identity")
    new = [each for each in fields if _differs(each, typed, before)]
    if not new:
        return None
    messages.success(request, _("The person is in the case now."))
    region = request.worker.organisation.country
    form = AnswersForm(fields, answers={**before, **typed}, region=region, prefix=WHO)
    known = [each for each in new if each.spec.name in before]
    differs = [(each.label, in_words(each.spec, before[each.spec.name])) for each in known]
    hidden = RecordForm(initial={"seen": found.version})
    return _change_page(request, found, form, hidden, differs=differs, typed=True)


def _differs(each: Asked, typed: Answers, before: Answers) -> bool:
    answer = typed.get(each.spec.name)
    return answer is not None and answer != before.get(each.spec.name)


def _change_page(
    request: StaffRequest,
    found: Person,
    form: AnswersForm,
    hidden: Any,
    *,
    status: int = OK,
    **more: Any,
) -> HttpResponse:
    note_reading(found, by=request.worker)
    context = {
        "person": found,
        "name": person_name(found),
        "form": form,
        "hidden_form": hidden,
        **more,
    }
    return render(request, "cases/people/person_change.html", context, status=status)
