"""Every address of the public site. Paths are neutral: they end up in histories and logs."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.web.public_urls")),
    path("", include("waymark.directory.api.urls")),
    path("", include("waymark.referrals.partners.public_urls")),
    *i18n_patterns(
        path("", include("waymark.web.public_language_urls")),
        path("", include("waymark.contacts.public_urls")),
        path("", include("waymark.directory.public_urls")),
        path("", include("waymark.learn.public_urls")),
        path("", include("waymark.screening.public_urls")),
        path("", include("waymark.reports.public_urls")),
        path("", include("waymark.referrals.referring.public_urls")),
    ),
]
handler400 = "waymark.web.errors.bad_request"
handler403 = "waymark.web.errors.forbidden"
handler404 = "waymark.web.errors.not_found"
handler500 = "waymark.web.errors.server_error"
