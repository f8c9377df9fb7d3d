from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    name = "waymark.packs"
    label = "packs"

    def ready(self) -> None:
        """Name this room's page on the staff site, and what it forgets."""
        from waymark.cases.forgetting import copies
        from waymark.packs import forgetting
        from waymark.packs.visible import may_count
        from waymark.reports import tick
        from waymark.web import navigation
        from waymark.web.navigation import Entry, Menu

        navigation.register(Entry("packs", _("Report packs"), "packs", 75, may_count, Menu.FIGURES))
        copies.register("packs", forgetting.COPIES)
        tick.STEPS["who is behind old tables"] = forgetting.forget_old
