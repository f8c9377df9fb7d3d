from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "waymark.cases"
    label = "cases"

    def ready(self) -> None:
        """Let each slice name its pages and tell its part of the timeline."""
        from waymark.cases.caseload import pages as caseload
        from waymark.cases.exchange import pages as exchange
        from waymark.cases.fields import pages as fields
        from waymark.cases.forgetting import pages as forgetting
        from waymark.cases.people import pages as people
        from waymark.cases.support import pages as support

        for slice_ in (caseload, forgetting, exchange, fields, people, support):
            slice_.register()
