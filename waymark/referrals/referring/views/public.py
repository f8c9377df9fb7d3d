"""The two pages of this slice for people outside: fetch a file once, and read how things stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from waymark.referrals.models import Referral, TaskState
from waymark.referrals.referring.actions.links import fetch
from waymark.referrals.referring.actions.person_code import read_code
from waymark.referrals.referring.limits import wrong
from waymark.referrals.referring.tokens import asks_code
from waymark.referrals.ways import already_out, without_person
from waymark.reports.uploads import read_body

NOT_FOUND, UNPROCESSABLE, TOO_MANY = 404, 422, 429

# No word tells of a service, of a person or of what it is about: somebody may look over a shoulder.
ANSWERS = {
    TaskState.REQUESTED: gettext_lazy("We have asked. There is no answer yet."),
    TaskState.ACCEPTED: gettext_lazy("They said yes. They will get in touch, or we will."),
    TaskState.REJECTED: gettext_lazy("They cannot do it. Talk with us about what else there is."),
    TaskState.IN_PROGRESS: gettext_lazy("They have begun."),
    TaskState.COMPLETED: gettext_lazy("It is done."),
    TaskState.CANCELLED: gettext_lazy("It was taken back. Nothing more happens with it."),
    TaskState.FAILED: gettext_lazy("It did not come about. Talk with us about what else there is."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@already_out(reason="the gate let the file out when the packet was sealed; only its link opens it")
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a closed file over once. Looking at the page uses nothing up: mail scanners look, too.

    Nothing is looked up before the button is pressed, so every link shows the same page.
    """
    if request.method != "POST":
        return render(request, "referrals/referring/public/file.html", {"code": asks_code(token)})
    if wrong.reached(request):
        return _nothing_here(request, TOO_MANY)
    body = fetch(token, read_body(request).text("code").strip())
    if body is None:
        wrong.note_wrong(request)
        return _nothing_here(request, NOT_FOUND)
    return HttpResponse(
        body,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": 'attachment; filename="file.zip.age"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@without_person(reason="says in one sentence whether somebody answered; it opens no record")
def answer(request: HttpRequest) -> HttpResponse:
    """Ask for the person's code, and say how things stand."""
    if request.method != "POST":
        return _answer_page(request, "", "", "", 200)
    code = read_body(request).text("code").strip()
    if wrong.reached(request):
        sentence = _("There were too many tries. Please wait an hour, then try again.")
        return _answer_page(request, code, "", sentence, TOO_MANY)
    # Looked up in the same way whether it is mistyped, wrong or right.
    state = Referral.objects.filter(lookup=read_code(code)).values_list("state", flat=True).first()
    if state is None:
        wrong.note_wrong(request)
        sentence = _("We find nothing with this code. Please check each letter and number.")
        return _answer_page(request, code, "", sentence, UNPROCESSABLE)
    return _answer_page(request, "", str(ANSWERS[TaskState(state)]), "", 200)


def _answer_page(
    request: HttpRequest, code: str, said: str, mistake: str, status: int
) -> HttpResponse:
    mistakes = [("code", mistake)] if mistake else []
    values = {"code": code, "said": said, "mistakes": mistakes}
    return render(request, "referrals/referring/public/answer.html", values, status=status)


def _nothing_here(request: HttpRequest, status: int) -> HttpResponse:
    """The same for a link that is wrong, used, recalled or too old."""
    return render(request, "referrals/referring/public/gone.html", {}, status=status)
