"""Addresses of "what could help me" on the public site."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
