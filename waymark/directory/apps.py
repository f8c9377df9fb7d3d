from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "waymark.directory"
    label = "directory"

    def ready(self) -> None:
        """Open this room's door on the first page and its pages on the staff site."""
        from waymark.directory import permissions
        from waymark.directory.search.session import prepare_connections
        from waymark.web import doors, navigation
        from waymark.web.doors import Door
        from waymark.web.navigation import Entry, Menu

        text = _("Places and people that can help you, and what each of them asks for.")
        doors.register(Door("find", _("Find services"), text, "find", 40))
        reads = permissions.may_read_directory
        navigation.register(
            Entry("services", _("Directory"), "directory", 50, reads, Menu.DIRECTORY)
        )
        prepare_connections()
