"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.caseload.views import overview, work_list

_CASE = "<uuid:case_id>/"

urlpatterns = [
    path("", work_list.cases, name="cases"),
    path(_CASE, overview.case, name="case"),
]
