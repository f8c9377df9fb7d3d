"""Addresses of this slice on the staff site."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
