"""Addresses of this slice on the public site. They are neutral: histories and logs keep them."""

from django.urls import URLPattern, path

from waymark.referrals.referring.views import public

urlpatterns: list[URLPattern] = [
    path("file/<str:token>/", public.file, name="file"),
    path("answer/", public.answer, name="answer"),
]
