"""Addresses of this room on the staff site: signs for trained staff, what lessons changed."""

from django.urls import URLPattern, path

from waymark.learn import staff_views
from waymark.learn.lessons import staff_views as lessons

urlpatterns: list[URLPattern] = [
    path("", staff_views.home, name="learn"),
    path("signs/", staff_views.all_signs, name="learn_signs"),
    path("gain/", lessons.gain, name="learn_gain"),
    path("gain/table", lessons.table, name="learn_gain_table"),
]
