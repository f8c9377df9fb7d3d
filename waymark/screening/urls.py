"""Addresses of instruments and legal elements on the staff site."""

from django.urls import URLPattern, URLResolver, include, path

from waymark.screening.law import views as law

urlpatterns: list[URLPattern | URLResolver] = [
    path("instruments/", include("waymark.screening.instruments.urls")),
    path("law/", law.law, name="law"),
    path("law/<slug:regime>/", law.law_about, name="law_about"),
]
