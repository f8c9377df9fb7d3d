"""What this slice shows, and where."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.permissions import may_change_fields
from waymark.web import navigation
from waymark.web.navigation import Entry


def register() -> None:
    """Name the pages of this slice."""
    navigation.register(
        Entry("case_fields", _("Fields of cases"), "case_fields", 62, visible=may_change_fields)
    )
