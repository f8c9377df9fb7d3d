"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.people.views import (
    adding,
    duplicates,
    events,
    people,
    person,
    relationships,
    search,
)

_PERSON = "people/<uuid:person_id>/"
_CASE = "<uuid:case_id>/"
_PARTICIPANT = f"{_CASE}people/<uuid:participant_id>/"
_RELATIONSHIP = f"{_CASE}relationships/<uuid:relationship_id>/"
_EVENT = f"{_CASE}events/<uuid:event_id>/"

urlpatterns = [
    path("people/", search.people_search, name="people_search"),
    path("people/duplicates/", duplicates.duplicates, name="people_duplicates"),
    path("people/matches/<int:match_id>/undo/", duplicates.match_undo, name="match_undo"),
    path(_PERSON, person.person, name="person"),
    path(f"{_PERSON}change/", person.person_change, name="person_change"),
    path(f"{_PERSON}duplicates/", duplicates.person_duplicates, name="person_duplicates"),
    path(f"{_PERSON}merge/<uuid:other_id>/", duplicates.people_merge, name="people_merge"),
    path(
        f"{_PERSON}keep-apart/<uuid:other_id>/",
        duplicates.people_keep_apart,
        name="people_keep_apart",
    ),
    path(f"{_CASE}people/", people.case_people, name="case_people"),
    path(f"{_CASE}people/add/", adding.person_add, name="case_person_add"),
    path(_PARTICIPANT, people.participant, name="case_participant"),
    path(f"{_PARTICIPANT}change/", people.participant_change, name="case_participant_change"),
    path(f"{_PARTICIPANT}remove/", people.participant_remove, name="case_participant_remove"),
    path(f"{_CASE}relationships/add/", relationships.relationship_add, name="relationship_add"),
    path(_RELATIONSHIP, relationships.relationship_change, name="relationship_change"),
    path(f"{_RELATIONSHIP}remove/", relationships.relationship_remove, name="relationship_remove"),
    path(f"{_CASE}events/add/", events.event_add, name="event_add"),
    path(_EVENT, events.event_change, name="event_change"),
    path(f"{_EVENT}remove/", events.event_remove, name="event_remove"),
]
