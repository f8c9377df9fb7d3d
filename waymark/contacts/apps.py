from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.web.doors import Door, register


class ContactsConfig(AppConfig):
    """The registry of lines that people can turn to."""

    name = "waymark.contacts"

    def ready(self) -> None:
        """Open this room's door on the first page."""
        text = _("Find somebody to talk to, now.")
        register(Door("help", _("I need help"), text, "lines", 10))
