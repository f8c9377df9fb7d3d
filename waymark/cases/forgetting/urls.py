"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.forgetting.views import erasing, keeping, pages

_FORGET = "<uuid:case_id>/erase/"
_RECORD = f"{_FORGET}record/<str:label>/<uuid:record_id>/"
_PERSON = f"{_FORGET}person/<uuid:participant_id>/"

urlpatterns = [
    path("keeping/", keeping.keeping, name="keeping"),
    path("keeping/perpetrators/", keeping.keeping_perpetrators, name="keeping_perpetrators"),
    path(_FORGET, pages.case_forgetting, name="case_forgetting"),
    path(f"{_FORGET}holds/<uuid:hold_id>/lift/", pages.hold_lift, name="hold_lift"),
    path(f"{_FORGET}case/", erasing.forget_case, name="forget_case"),
    path(f"{_FORGET}case/field/", erasing.forget_case_field, name="forget_case_field"),
    path(_PERSON, erasing.forget_person, name="forget_person"),
    path(f"{_PERSON}field/", erasing.forget_identity_field, name="forget_identity_field"),
    path(_RECORD, erasing.forget_record, name="forget_record"),
    path(f"{_RECORD}field/", erasing.forget_field, name="forget_field"),
    path("<uuid:case_id>/erased/", pages.case_erased, name="case_erased"),
    path("<uuid:case_id>/erased/<uuid:erasure_id>/", pages.erasure, name="erasure"),
]
