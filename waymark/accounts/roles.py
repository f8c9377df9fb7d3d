"""What a worker is there for. A worker may have several roles; permissions are in each room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles of an organisation's workers."""

    HOTLINE_WORKER = "hotline_worker", _("Hotline worker")
    CASE_MANAGER = "case_manager", _("Case manager")
    SUPERVISOR = "supervisor", _("Supervisor")
    ANALYST = "analyst", _("Analyst")
    DIRECTORY_EDITOR = "directory_editor", _("Directory editor")
    CONTACT_VERIFIER = "contact_verifier", _("Contact verifier")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who runs the system opens no record: an administrator has no role that holds a compartment key.
# A directory editor keeps the places of shelters, which are sealed like any record.
OPENS_RECORDS = frozenset(
    {
        Role.HOTLINE_WORKER,
        Role.CASE_MANAGER,
        Role.SUPERVISOR,
        Role.ANALYST,
        Role.DIRECTORY_EDITOR,
    }
)
APART = (Role.ADMINISTRATOR, OPENS_RECORDS)
