"""Addresses of consent on the staff site."""

from django.urls import URLPattern, URLResolver, path

from waymark.referrals.consent.views import begin, pages, steps

_ALL = "cases/<uuid:case_id>/releases/"
_ONE = _ALL + "<uuid:release_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("releases/ending/", pages.releases_ending, name="releases_ending"),
    path(_ALL, pages.case_releases, name="case_releases"),
    path(_ALL + "new/", begin.release_begin, name="release_begin"),
    path(_ONE, pages.release, name="release"),
    path(_ONE + "terms/", steps.release_terms, name="release_terms"),
    path(_ONE + "text/", pages.release_text, name="release_text"),
    path(_ONE + "sign/", steps.release_sign, name="release_sign"),
    path(_ONE + "activate/", steps.release_activate, name="release_activate"),
    path(_ONE + "withdraw/", steps.release_withdraw, name="release_withdraw"),
    path(_ONE + "renew/", steps.release_renew, name="release_renew"),
]
