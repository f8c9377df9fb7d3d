"""Addresses of the staff site that belong to no other room."""

from django.urls import path

from waymark.web import views

urlpatterns = [
    path("", views.staff_root, name="root"),
    path("robots.txt", views.no_robots),
    path("healthz", views.healthz),
]
