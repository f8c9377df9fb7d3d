"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.exchange import views

_DRAFT = "import/<uuid:draft_id>/"

urlpatterns = [
    path("import/", views.bring, name="cases_bring"),
    path(_DRAFT, views.brought, name="cases_brought"),
    path(f"{_DRAFT}rows/", views.brought_rows, name="cases_brought_rows"),
    path(f"{_DRAFT}take-in/", views.take_in, name="cases_take_in"),
    path(f"{_DRAFT}drop/", views.drop, name="cases_drop"),
]
