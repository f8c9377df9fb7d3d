"""Addresses of imports on the staff site, below the directory's."""

from django.urls import path

from waymark.directory.importing import views

urlpatterns = [
    path("", views.imports, name="directory_import"),
    path("table/", views.template, name="directory_import_template"),
    path("<uuid:run_id>/", views.run, name="directory_import_run"),
    path("<uuid:run_id>/now/", views.import_now, name="directory_import_now"),
    path("<uuid:run_id>/forget/", views.forget, name="directory_import_forget"),
]
