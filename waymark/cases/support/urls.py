"""Addresses of this slice, below /cases/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
