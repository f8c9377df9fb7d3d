"""What this slice shows and does by itself, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.forgetting.permissions import may_decide_keeping
from waymark.cases.forgetting.retention import erase_due
from waymark.reports import tick
from waymark.web import navigation
from waymark.web.navigation import Entry


def register() -> None:
    """Name the page of the rules, and what erases by them."""
    navigation.register(
        Entry("keeping", _("How long cases are kept"), "keeping", 62, visible=may_decide_keeping)
    )
    tick.STEPS["cases kept long enough"] = erase_due
