"""A public site of this room alone, with the pages of an imagined other room."""

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from waymark.web import errors

PAGE = """{% extends "web/public.html" %}{% load web %}{% block main %}<h1>Words</h1>
{% if form.is_bound %}<p>sent once</p>{% endif %}
<form method="post" novalidate>{% form_field form.text %}<button>Send</button></form>{% endblock %}
"""


class Words(forms.Form):
    """Something to fill."""

    text = forms.CharField()


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    page = Template(PAGE).render(RequestContext(request, {"form": Words(request.POST or None)}))
    return HttpResponse(page)


@never_cache
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


def sets_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("seen", "yes")
    return response


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


def too_large(request: HttpRequest) -> HttpResponse:
    return errors.too_large(request)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.web.public_urls")),
    *i18n_patterns(
        path("", include("waymark.web.public_language_urls")),
        path("write/", write, name="test_write"),
        path("private/", private),
        path("cookie/", sets_cookie),
        path("breaks/", breaks),
        path("large/", too_large),
    ),
]
handler400 = "waymark.web.errors.bad_request"
handler403 = "waymark.web.errors.forbidden"
handler404 = "waymark.web.errors.not_found"
handler500 = "waymark.web.errors.server_error"
