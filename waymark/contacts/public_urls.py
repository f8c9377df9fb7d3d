from django.urls import path, register_converter

from waymark.contacts.views import public


class CountryConverter:
    """A country in a path: two small letters, as ISO writes them otherwise in capitals."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> str:
        """The ISO code."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The part of the path."""
        return value.lower()


register_converter(CountryConverter, "country")

urlpatterns = [
    path("lines/", public.lines, name="lines"),
    path("lines/<country:country>/", public.lines, name="lines_in"),
]
