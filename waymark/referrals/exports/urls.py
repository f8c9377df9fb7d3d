"""Addresses behind which something leaves under a release."""

from django.urls import URLPattern, URLResolver, path

from waymark.referrals.exports import views

_ONE = "cases/<uuid:case_id>/releases/<uuid:release_id>/leave/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_ONE, views.release_leave, name="release_leave"),
    path(_ONE + "file/", views.release_file, name="release_file"),
    path(_ONE + "paper/", views.release_paper, name="release_paper"),
]
