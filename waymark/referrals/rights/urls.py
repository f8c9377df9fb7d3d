"""Addresses of requests about one's own data, on the staff site."""

from django.urls import URLPattern, URLResolver, path

from waymark.referrals.rights import views

_ALL = "cases/<uuid:case_id>/rights/"
_ONE = _ALL + "<uuid:request_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.case_rights, name="case_rights"),
    path(_ALL + "lift/<uuid:participant_id>/", views.rights_lift, name="rights_lift"),
    path(_ONE, views.rights_request, name="rights_request"),
    path(_ONE + "decide/", views.rights_decide, name="rights_decide"),
    path(_ONE + "done/", views.rights_finish, name="rights_finish"),
    path(_ONE + "erase/", views.rights_erase, name="rights_erase"),
    path(_ONE + "choose/", views.rights_choose, name="rights_choose"),
    path(_ONE + "copy/", views.rights_copy, name="rights_copy"),
]
