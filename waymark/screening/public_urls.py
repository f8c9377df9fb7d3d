"""Addresses of "what could help me" on the public site. Words that say nothing about the reader."""

from django.urls import path

from waymark.screening.navigator import views

urlpatterns = [
    path("options/", views.options, name="options"),
]
