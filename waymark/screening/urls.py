"""Addresses of instruments and legal elements on the staff site."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
