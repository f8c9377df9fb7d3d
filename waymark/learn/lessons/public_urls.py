"""Addresses of lessons, below lessons/ on the public site."""

from django.urls import path

from waymark.learn.lessons import counting_views, later_views, views

INSIDE = {"embedded": True}

urlpatterns = [
    path("", views.overview, name="lessons"),
    path("later/", later_views.later, name="lesson_later"),
    path("<slug:path>/", views.lesson, name="lesson"),
    path("<slug:path>/count/", counting_views.count, name="lesson_count"),
    path("<slug:path>/certificate/", views.certificate, name="lesson_certificate"),
    path("<slug:path>/guide/", views.guide, name="lesson_guide"),
    path("<slug:path>/package.zip", views.package, name="lesson_package"),
    path("<slug:path>/embed/", views.lesson, INSIDE, name="lesson_embedded"),
    path("<slug:path>/embed/count/", counting_views.count, INSIDE, name="lesson_count_embedded"),
]
