"""Addresses of this room on the staff site: signs for trained staff, what lessons changed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
