"""Every address of the staff site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.web.staff_urls")),
    path("", include("waymark.accounts.urls")),
    path("audit/", include("waymark.accounts.auditing.urls")),
    path("", include("waymark.contacts.urls")),
    path("directory/", include("waymark.directory.urls")),
    path("learn/", include("waymark.learn.urls")),
    path("analysis/", include("waymark.analysis.urls")),
    path("", include("waymark.reports.urls")),
    path("", include("waymark.screening.urls")),
    path("cases/", include("waymark.cases.urls")),
    path("", include("waymark.referrals.urls")),
    path("packs/", include("waymark.packs.urls")),
]
handler400 = "waymark.accounts.refused_files.bad_request"
handler403 = "waymark.web.errors.forbidden"
handler404 = "waymark.web.errors.not_found"
handler500 = "waymark.web.errors.server_error"
