from django.urls import URLPattern, path

from waymark.accounts.auditing import views

urlpatterns: list[URLPattern] = [
    path("", views.show, name="audit"),
    path("verify", views.verify, name="audit_verify"),
    path("export", views.export, name="audit_export"),
]
