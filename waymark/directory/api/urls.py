"""Addresses of the API. They have no language: programs read them."""

from django.urls import path

from waymark.directory.api import views
from waymark.directory.api.resources import RESOURCES

urlpatterns = [
    path("api/hsds", views.index),
    path("api/hsds/", views.index, name="hsds"),
    path("api/hsds/openapi.json", views.openapi),
    path("api/hsds/profile", views.profile),
    path("api/hsds/search", views.search),
    *(path(f"api/hsds/{name}", views.listed, {"name": name}) for name in RESOURCES),
    *(path(f"api/hsds/{name}/<str:row_id>", views.item, {"name": name}) for name in RESOURCES),
    path("api/hsds/<path:path>", views.nothing),
]
