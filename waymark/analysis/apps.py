from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "waymark.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Name this room's page on the staff site."""
        from waymark.analysis.permissions import may_read_estimates
        from waymark.web import navigation
        from waymark.web.navigation import Entry, Menu

        navigation.register(
            Entry("analysis", _("Estimates"), "analysis", 80, may_read_estimates, Menu.FIGURES)
        )
