"""Addresses of the public site that have no language."""

from django.urls import path

from waymark.web import views

urlpatterns = [
    path("", views.home),
    path("x", views.leave, name="exit"),
    path("robots.txt", views.robots),
    path("healthz", views.healthz),
]
