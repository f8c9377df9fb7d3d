"""Addresses of what people can read. Words that say nothing about the reader."""

from django.urls import include, path

from waymark.learn.posters import views as posters
from waymark.learn.reading_room import views
from waymark.learn.signs import views as signs

urlpatterns = [
    path("", include("waymark.learn.figures.public_urls")),
    path("lessons/", include("waymark.learn.lessons.public_urls")),
    path("read/", views.contents, name="read"),
    path("read/<slug:path>/", views.page, name="read_page"),
    path("posters/", posters.overview, name="posters"),
    path("posters/<slug:key>/", posters.preview, name="poster"),
    path("posters/<slug:key>/<slug:chosen>/", posters.preview, name="poster_with"),
    path("posters/<slug:key>/<slug:name>.<slug:ending>", posters.file, name="poster_file"),
    path("signs/", signs.overview, name="signs"),
    path("signs/by/<slug:looker>/", signs.by_looker, name="signs_by"),
    path("signs/<slug:place>/", signs.at_place, name="signs_at"),
]
