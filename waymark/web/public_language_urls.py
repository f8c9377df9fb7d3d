"""Addresses of the public site, each below the code of its language."""

from django.urls import path

from waymark.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("safe/", views.safety, name="safety"),
    path("about/", views.about, name="about"),
]
