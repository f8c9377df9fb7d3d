from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from waymark.web.doors import Door, register


class ContactsConfig(AppConfig):
    """The registry of lines that people can turn to."""

    name = "waymark.contacts"

    def ready(self) -> None:
        """Open this room's door, give every public page its line, and name the staff pages."""
        from waymark.contacts.frame import find
        from waymark.contacts.permissions import may_see_contacts
        from waymark.web import lifeline, navigation
        from waymark.web.navigation import Entry, Menu

        text = _("Find somebody to talk to, now.")
        register(Door("help", _("I need help"), text, "lines", 10))
        lifeline.register(find)
        navigation.register(
            Entry("contacts", _("Contacts"), "contacts", 60, may_see_contacts, Menu.DIRECTORY)
        )
