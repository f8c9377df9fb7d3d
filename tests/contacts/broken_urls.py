"""The site of urls.py, with the page for faults."""

from tests.contacts.urls import handler404, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]
handler500 = "waymark.web.errors.server_error"
