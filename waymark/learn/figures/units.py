"""The words for what a figure counts. There is no other place where a unit gets its word."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waymark.learn.figures.record import Unit

_COUNTED = {
    Unit.SIGNAL: ngettext_lazy(
        "%(number)s call, message or report", "%(number)s calls, messages or reports", "count"
    ),
    Unit.CASE: ngettext_lazy("%(number)s likely case", "%(number)s likely cases", "count"),
    Unit.VICTIM_IDENTIFIED: ngettext_lazy(
        "%(number)s identified victim", "%(number)s identified victims", "count"
    ),
    Unit.VICTIM_LIKELY: ngettext_lazy(
        "%(number)s likely victim", "%(number)s likely victims", "count"
    ),
    Unit.REFERRAL: ngettext_lazy("%(number)s referral", "%(number)s referrals", "count"),
    Unit.ESTIMATE_STOCK: ngettext_lazy(
        "%(number)s person at any one time (an estimate)",
        "%(number)s people at any one time (an estimate)",
        "count",
    ),
    Unit.SUSPECTED_PERPETRATOR: ngettext_lazy("%(number)s suspect", "%(number)s suspects", "count"),
    Unit.DEFENDANT: ngettext_lazy(
        "%(number)s person charged in court", "%(number)s people charged in court", "count"
    ),
    Unit.PROSECUTION: ngettext_lazy("%(number)s prosecution", "%(number)s prosecutions", "count"),
    Unit.CONVICTION: ngettext_lazy("%(number)s conviction", "%(number)s convictions", "count"),
    Unit.BUSINESS: ngettext_lazy("%(number)s business", "%(number)s businesses", "count"),
}
_NAMED: dict[Unit, str | Promise] = {
    Unit.SIGNAL: _("calls, messages or reports"),
    Unit.CASE: _("likely cases"),
    Unit.VICTIM_IDENTIFIED: _("identified victims"),
    Unit.VICTIM_LIKELY: _("likely victims"),
    Unit.REFERRAL: _("referrals"),
    Unit.ESTIMATE_STOCK: _("people at any one time (an estimate)"),
    Unit.SUSPECTED_PERPETRATOR: _("suspects"),
    Unit.DEFENDANT: _("people charged in court"),
    Unit.PROSECUTION: _("prosecutions"),
    Unit.CONVICTION: _("convictions"),
    Unit.BUSINESS: _("businesses"),
}


def counted(unit: Unit, count: int, number: str) -> str:
    """So many of a unit: `count` chooses the plural, `number` is how the reader sees it written."""
    return str(_COUNTED[unit] % {"count": count, "number": number})


def named(unit: Unit) -> str:
    """What the unit counts, without a number."""
    return str(_NAMED[unit])
