"""Addresses of consent, referrals, disclosures and rights on the staff site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.referrals.consent.urls")),
    path("", include("waymark.referrals.exports.urls")),
    path("", include("waymark.referrals.referring.urls")),
    path("", include("waymark.referrals.compelled.urls")),
    path("", include("waymark.referrals.rights.urls")),
    path("", include("waymark.referrals.partners.urls")),
]
