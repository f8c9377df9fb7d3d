"""Addresses of report packs on the staff site."""

from django.urls import path

from waymark.packs import views

urlpatterns = [
    path("", views.pack_list, name="packs"),
    path("new/", views.pack_new, name="pack_new"),
    path("<uuid:run_id>/", views.pack_run, name="pack_run"),
    path("<uuid:run_id>/stop/", views.pack_stop, name="pack_stop"),
    path("<uuid:run_id>/go-on/", views.pack_go_on, name="pack_go_on"),
    path("<uuid:run_id>/remove/", views.pack_remove, name="pack_remove"),
    path("<uuid:run_id>/file/", views.pack_file, name="pack_file"),
    path("<uuid:run_id>/paper/", views.pack_paper, name="pack_paper"),
    path("<uuid:run_id>/cells/<str:table>/", views.pack_cell, name="pack_cell"),
]
