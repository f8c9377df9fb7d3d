"""Addresses of what people can read. Words that say nothing about the reader."""

from django.urls import include, path

from waymark.learn.reading_room import views
from waymark.learn.signs import views as signs

urlpatterns = [
    path("lessons/", include("waymark.learn.lessons.public_urls")),
    path("read/", views.contents, name="read"),
    path("read/<slug:path>/", views.page, name="read_page"),
    path("signs/", signs.overview, name="signs"),
    path("signs/by/<slug:looker>/", signs.by_looker, name="signs_by"),
    path("signs/<slug:place>/", signs.at_place, name="signs_at"),
]
