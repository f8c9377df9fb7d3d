"""Addresses of this slice on the public site."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
