"""Addresses of cases on the staff site, a list for each slice."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.cases.caseload.urls")),
    path("", include("waymark.cases.people.urls")),
    path("", include("waymark.cases.forgetting.urls")),
    path("", include("waymark.cases.fields.urls")),
    path("", include("waymark.cases.exchange.urls")),
    path("", include("waymark.cases.support.urls")),
]
