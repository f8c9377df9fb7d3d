from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    name = "waymark.packs"
    label = "packs"

    def ready(self) -> None:
        """Name this room's page on the staff site."""
        from waymark.packs.visible import may_count
        from waymark.web import navigation
        from waymark.web.navigation import Entry

        navigation.register(Entry("packs", _("Report packs"), "packs", 75, visible=may_count))
