"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.fields import views

urlpatterns = [
    path("fields/", views.fields, name="case_fields"),
    path("fields/<slug:record>/", views.record_fields, name="case_record_fields"),
    path("fields/<slug:record>/undo/", views.undo_fields, name="case_record_fields_undo"),
]
