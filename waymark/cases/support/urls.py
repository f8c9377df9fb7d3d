"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.support.views import adding, keeping, lists, records, services

_CASE = "<uuid:case_id>/"
_KIND = f"{_CASE}records/<slug:kind>/"
_RECORD = f"{_KIND}<uuid:record_id>/"

urlpatterns = [
    path("keep/", keeping.support_keep, name="support_keep"),
    path(f"{_CASE}keep/", keeping.support_keep_in, name="support_keep_in"),
    path(f"{_CASE}determinations/", lists.case_determinations, name="case_determinations"),
    path(f"{_CASE}plans/", lists.case_plans, name="case_plans"),
    path(f"{_CASE}services/", lists.case_services, name="case_services"),
    path(f"{_CASE}services/several/", services.services_several, name="services_several"),
    path(f"{_CASE}milestones/", lists.case_milestones, name="case_milestones"),
    path(f"{_KIND}new/", adding.support_add, name="support_add"),
    path(_RECORD, records.support_record, name="support_record"),
    path(f"{_RECORD}remove/", records.support_remove, name="support_remove"),
    path(f"{_RECORD}back/<int:version>/", records.support_back, name="support_back"),
    path(f"{_RECORD}<slug:step>/", records.support_step, name="support_step"),
]
