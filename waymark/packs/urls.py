"""Addresses of report packs on the staff site."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
