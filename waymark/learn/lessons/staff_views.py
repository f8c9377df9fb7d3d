"""What lessons changed, for those who decide what is taught."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.learn.lessons.exporting import export
from waymark.learn.lessons.gain import FEWEST, Estimate, Gain, gains
from waymark.learn.lessons.wording import points
from waymark.web import charts
from waymark.web.charts import Bar


@require_safe
def gain(request: StaffRequest) -> HttpResponse:
    """Per lesson, version and language: marks before and after, and what is kept."""
    found = gains(request.worker)
    shown = [one for one in found if one.gain]
    context = {"gains": found, "chart": _chart(shown) if shown else "", "fewest": FEWEST}
    return render(request, "learn/staff/gain.html", context)


@require_safe
def table(request: StaffRequest) -> HttpResponse:
    """The same as a file."""
    return HttpResponse(
        export(by=request.worker),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lessons.csv"'},
    )


def _chart(shown: list[Gain]) -> SafeString:
    rows = [_bar(one.name, one.gain) for one in shown if one.gain]
    return charts.bars(
        rows,
        title=_("Gain for each lesson, in points of a hundred"),
        description=_("Each lesson has a bar and its interval (95%). The table has the numbers."),
        identity="gain",
    )


def _bar(name: str, of: Estimate) -> Bar:
    return Bar(name, of.mean, points(of.mean), of.low, of.high)
