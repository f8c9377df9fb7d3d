"""Addresses of imports, below /reports/import/."""

from django.urls import path

from waymark.reports.importing import views

_DRAFT = "<uuid:draft_id>/"
_RUN = "runs/<uuid:run_id>/"

urlpatterns = [
    path("", views.bring, name="reports_bring"),
    path(_DRAFT, views.brought, name="reports_brought"),
    path(f"{_DRAFT}take-in/", views.take_in, name="reports_take_in"),
    path(f"{_DRAFT}drop/", views.drop, name="reports_drop"),
    path(_RUN, views.run, name="reports_import"),
    path(f"{_RUN}take-back/", views.take_back, name="reports_take_back"),
    path(
        "columns/<uuid:recipient_id>/<uuid:saved_id>/forget/",
        views.forget_columns,
        name="reports_columns_forget",
    ),
]
