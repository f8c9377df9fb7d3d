"""Addresses of the instruments."""

from django.urls import path

from waymark.screening.instruments import views

urlpatterns = [
    path("", views.index, name="instruments"),
    path("absent/", views.absent, name="instruments_absent"),
    path("meaning/", views.meaning, name="instruments_meaning"),
    path("<slug:identity>/", views.about, name="instrument"),
    path("<slug:identity>/use/", views.use, name="instrument_use"),
]
