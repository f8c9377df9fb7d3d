"""Addresses of the public site's report pages. Words that say nothing about a report."""

from django.urls import path

from waymark.reports.views import public, public_thread

urlpatterns = [
    path("write/", public.write, name="write"),
    path("return/", public_thread.come_back, name="return"),
    path("return/more/", public_thread.thread, name="thread"),
]
