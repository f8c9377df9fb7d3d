from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "waymark.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put this room's links and its script where every page finds them."""
        from waymark.accounts import permissions
        from waymark.accounts.auditing.permissions import may_audit
        from waymark.web import inline, navigation
        from waymark.web.navigation import Entry

        for name in ("passkeys", "idle"):
            inline.register_script(name, Path(__file__).parent / "assets" / f"{name}.js")
        keep = permissions.may_manage_compartments
        for entry in (
            Entry("compartments", _("Circles"), "compartments", 70, keep),
            Entry("workers", _("Workers"), "workers", 80, permissions.may_invite),
            Entry("audit", _("Audit log"), "audit", 85, may_audit),
            Entry("site", _("Settings"), "site", 90, permissions.may_change_site),
        ):
            navigation.register(entry)
