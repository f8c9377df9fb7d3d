"""A public site with this room alone: it must work where the rooms above it are not installed."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("waymark.web.public_urls")),
    *i18n_patterns(
        path("", include("waymark.web.public_language_urls")),
        path("", include("waymark.contacts.public_urls")),
    ),
]
handler404 = "waymark.web.errors.not_found"
