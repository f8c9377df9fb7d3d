"""Addresses of the public site's directory pages. Words that say nothing about a need."""

from django.urls import path

from waymark.directory.finding import suggesting_views, views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/list/", views.kept, name="find_list"),
    path("find/new/", suggesting_views.new, name="find_new"),
    path("find/<uuid:service>/", views.service, name="find_service"),
    path("find/<uuid:service>/change/", suggesting_views.change, name="find_change"),
]
