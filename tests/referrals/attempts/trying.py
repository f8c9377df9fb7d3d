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

SignIn = Callable[[Worker], StaffClient]
Rows = dict[tuple[str, Any], dict[str, Any]]
WHO = ("sara_supervisor", "carl_cases", "lena_lakeside", "adam_admin")
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
        self._clients = {who: sign_in(world.cast[who]) for who in WHO}
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
    """Every row of the rooms as it is stored."""
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
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def _columns(model: type[models.Model]) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields]
