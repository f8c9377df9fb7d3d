"""Addresses of this slice on the public site: the partner API. They have no language."""

from django.urls import URLPattern, path

from waymark.referrals.partners.api import views

_BASE = "api/partner/v1"

urlpatterns: list[URLPattern] = [
    path(_BASE, views.index),
    path(f"{_BASE}/", views.index, name="partner_api"),
    path(f"{_BASE}/openapi.json", views.openapi, name="partner_api_document"),
    path(f"{_BASE}/referrals", views.referrals, name="partner_api_referrals"),
    path(f"{_BASE}/referrals/<str:pk>", views.referral, name="partner_api_referral"),
    path(f"{_BASE}/referrals/<str:pk>/recall", views.recall, name="partner_api_recall"),
    path("api/partner/<path:path>", views.nothing, name="partner_api_nothing"),
]
