"""Test clients for the two sites: each request runs under its own site's settings."""

from types import ModuleType
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from waymark.config import public, staff

_NAMES = ("SITE", "ROOT_URLCONF", "MIDDLEWARE")


def site_settings(module: ModuleType) -> dict[str, Any]:
    """What makes a process one site or the other."""
    return {name: getattr(module, name) for name in _NAMES}


class _SiteClient(Client):
    """A client that puts its site's settings in force while a request runs."""

    module: ModuleType

    def request(self, **request: Any) -> Any:
        values = site_settings(self.module)
        # Not by override_settings, which forgets all addresses at each request: both lists of
        # addresses may stay in memory, since Django looks them up by this very name.
        addresses = values.pop("ROOT_URLCONF")
        with override_settings(**values):
            settings.ROOT_URLCONF = addresses
            return super().request(**request)


class PublicClient(_SiteClient):
    """Somebody's phone: no cookie is kept by this site."""

    module = public


class StaffClient(_SiteClient):
    """A worker's browser, or a stranger's, on the staff site."""

    module = staff
