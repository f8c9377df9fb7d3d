"""Addresses of the directory on the staff site."""

from django.urls import include, path

from waymark.directory.views.staff import (
    edits,
    export,
    home,
    partners,
    pending,
    places,
    service,
    suggestions,
)

_SERVICE = "services/<uuid:service_id>/"
_CHANGE = "pending/<uuid:change_id>/"
_SUGGESTION = "suggestions/<uuid:suggestion_id>/"

urlpatterns = [
    path("", home.directory, name="directory"),
    path("circle/", home.circle, name="directory_circle"),
    path("export/", export.export, name="directory_export"),
    path("due/", service.due, name="directory_due"),
    path("services/new/", places.service_new, name="directory_service_new"),
    path(_SERVICE, service.service, name="directory_service"),
    path(f"{_SERVICE}verify/", service.verify, name="directory_verify"),
    path(f"{_SERVICE}room/", service.state_room, name="directory_room"),
    path(f"{_SERVICE}edit/<slug:part>/", edits.service_edit, name="directory_edit"),
    path(f"{_SERVICE}organization/", edits.organization_edit, name="directory_organization"),
    path(f"{_SERVICE}numbers/new/", places.number_new, name="directory_number_new"),
    path(f"{_SERVICE}numbers/<uuid:phone_id>/", places.number, name="directory_number"),
    path(f"{_SERVICE}places/new/", places.place_new, name="directory_place_new"),
    path(f"{_SERVICE}places/<uuid:location_id>/", places.place, name="directory_place"),
    path(
        f"{_SERVICE}places/<uuid:location_id>/remove/",
        places.place_remove,
        name="directory_place_remove",
    ),
    path(f"{_SERVICE}places/<uuid:location_id>/reveal/", service.reveal, name="directory_reveal"),
    path("pending/", pending.pending, name="directory_pending"),
    path(_CHANGE, pending.change, name="directory_change"),
    path(f"{_CHANGE}confirm/", pending.confirm, name="directory_confirm"),
    path(f"{_CHANGE}refuse/", pending.refuse, name="directory_refuse"),
    path(f"{_CHANGE}withdraw/", pending.withdraw, name="directory_withdraw"),
    path("suggestions/", suggestions.suggestions, name="directory_suggestions"),
    path(_SUGGESTION, suggestions.suggestion, name="directory_suggestion"),
    path(f"{_SUGGESTION}use/", suggestions.use, name="directory_suggestion_use"),
    path(f"{_SUGGESTION}decline/", suggestions.decline, name="directory_suggestion_decline"),
    path("import/", include("waymark.directory.importing.urls")),
    path("partners/", partners.partners, name="directory_partners"),
    path("partners/<uuid:partner_id>/revoke/", partners.revoke, name="directory_revoke"),
]
