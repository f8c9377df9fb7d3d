"""Addresses of figures. The files stand beside the pages, for programs."""

from django.urls import path

from waymark.learn.figures import views

urlpatterns = [
    path("figures.csv", views.all_as_csv, name="figures_csv"),
    path("figures.json", views.all_as_json, name="figures_json"),
    path("figures/", views.overview, name="figures"),
    path("figures/about/<slug:topic>/", views.topic, name="figures_topic"),
    path("figures/series/<slug:identity>/", views.series, name="figures_series"),
    path("figures/series/<slug:identity>.csv", views.series_as_csv, name="figures_series_csv"),
    path("figures/series/<slug:identity>.json", views.series_as_json, name="figures_series_json"),
    path("figures/unused/", views.unused, name="figures_unused"),
    path("figures/<slug:identity>/", views.figure, name="figure"),
]
