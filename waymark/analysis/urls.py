"""Addresses of estimates on the staff site."""

from django.urls import path

from waymark.analysis import views

urlpatterns = [
    path("", views.estimates, name="analysis"),
    path("new/", views.new, name="analysis_new"),
    path("<uuid:job_id>/", views.estimate, name="analysis_estimate"),
    path("<uuid:job_id>/stop/", views.stop, name="analysis_stop"),
    path("<uuid:job_id>/remove/", views.remove, name="analysis_remove"),
    path("<uuid:job_id>/files/<str:name>", views.download, name="analysis_file"),
]
