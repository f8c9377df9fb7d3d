"""Addresses of demands for information, on the staff site."""

from django.urls import URLPattern, URLResolver, path

from waymark.referrals.compelled import views

_ALL = "cases/<uuid:case_id>/demands/"
_ONE = _ALL + "<uuid:demand_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.case_demands, name="case_demands"),
    path(_ONE, views.demand, name="demand"),
    path(_ONE + "handling/", views.demand_handling, name="demand_handling"),
    path(_ONE + "move/<slug:step>/", views.demand_move, name="demand_move"),
    path(_ONE + "decide/", views.demand_decide, name="demand_decide"),
    path(_ONE + "produce/", views.demand_produce, name="demand_produce"),
]
