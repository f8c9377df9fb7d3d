"""How an attempt is made: sent, looked at, and taken back."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.db import connection, models, transaction
from django.urls import reverse

from tests.referrals.attempts.posts import Post, nothing
from tests.referrals.attempts.world import World
from tests.referrals.gate.routes import Route, all_routes
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.models import IndexedCircle, Person

SignIn = Callable[[Worker], StaffClient]
Rows = dict[tuple[str, Any], dict[str, Any]]
WHO = ("sara_supervisor", "carl_cases", "lena_lakeside", "adam_admin")
# Others of the house, and of the one next door, whom no page of a case is for.
OTHERS = (
    "ana_hotline", "ivan_analyst", "dora_directory", "vera_contacts", "otto_auditor",
    "luis_lakeside", "lars_lakeside",
)  # fmt: skip
ROOMS = ("cases", "referrals", "packs")
WRITES = re.compile(rf'\s*(INSERT|UPDATE|DELETE)[^"]*"({"|".join(ROOMS)})_', re.IGNORECASE)
ROUTES: dict[str, Route] = {
    each.name: each for each in all_routes() if each.of_these_rooms and each.site == "staff"
}


class Attempts:
    """The clients of those who try, and what their tries change."""

    def __init__(self, world: World, sign_in: SignIn) -> None:
        self.world = world
        # Signed in before anything is taken back, or their sessions would be, too.
        self._clients = {who: sign_in(world.cast[who]) for who in (*WHO, *OTHERS)}
        for client in self._clients.values():
            client.raise_request_exception = False  # a fault is named with the others
        self._at_rest: Rows | None = None

    def client(self, who: str) -> StaffClient:
        """Somebody's browser."""
        return self._clients[who]

    def rows_before(self, post: Post) -> Rows:
        """Every row before an attempt; as all are taken back, most begin alike."""
        if post.before is not nothing:
            return rows()
        self._at_rest = self._at_rest or rows()
        return self._at_rest

    def url(self, post: Post, **changed: Any) -> str:
        """The address, perhaps with a parameter that is not its own."""
        params = list(ROUTES[post.name].converters)
        return reverse(post.name, kwargs={**post.arguments(params, self.world), **changed})

    def send(self, post: Post, url: str, body: Mapping[str, Any], who: str = "") -> Any:
        """The answer to whoever the table names, or somebody else."""
        for value in body.values():
            if isinstance(value, File):
                value.seek(0)
        return self.client(who or post.who).post(url, body)


def changed_ids(attempts: Attempts, post: Post) -> Iterator[tuple[Post, str, str, str]]:
    """Each id of an address changed: to none, a colleague's case's, the house next door's."""
    params = [each for each in ROUTES[post.name].converters if each not in post.words]
    for param in params:
        for whose in _others(post, param, first=param == params[0]):
            other = attempts.world.ids(whose).get(post.key(param))
            if other is not None:
                yield post, param, whose, attempts.url(post, **{param: other})


def _others(post: Post, param: str, *, first: bool) -> list[str]:
    """Whose ids are foreign: a colleague's case is open to us, what hangs on it is not on ours."""
    if post.who == "lena_lakeside":
        return ["nobody", "sibling"]
    alone = first and len(ROUTES[post.name].converters) - len(post.words) == 1
    open_to_us = post.who == "sara_supervisor" and alone
    if open_to_us or param in post.shared or post.name.startswith("people_"):
        return ["nobody", "theirs"]
    return ["nobody", "sibling", "theirs"]


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is undone. No `atomic`: what leaves insists on being outermost."""
    begun = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(begun)


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that write into a table of the rooms while something runs."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if WRITES.match(sql):
            found.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        yield found


def rows() -> Rows:
    """Every row of the rooms as it is stored, without what a mere search notes of its index."""
    return {
        (model._meta.label_lower, row["pk"]): row
        for model in models_of_rooms()
        for row in model._base_manager.values("pk", *_columns(model))
    }


def audited() -> list[str]:
    """The events of the audit log, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def models_of_rooms() -> list[type[models.Model]]:
    """Every model of the rooms."""
    found = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in found if model is not IndexedCircle]


def _columns(model: type[models.Model]) -> list[str]:
    noted = {"indexed"} if model is Person else set()
    return [each.attname for each in model._meta.concrete_fields if each.attname not in noted]
