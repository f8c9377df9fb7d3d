"""A worker of the caseload who has signed in, with open keys, asking the staff site's own code."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from benchmarks.installation import PASSWORD
from waymark.accounts import sessions
from waymark.accounts.models import Worker
from waymark.vault.keyring import Keyring
from waymark.vault.passwords import open_with_password

FORM = "application/x-www-form-urlencoded"
OK, FOUND = 200, 302


class Staff:
    """Asks for pages without a network: middleware, view and template are the site's."""

    def __init__(self, login: str) -> None:
        self.worker = Worker.objects.select_related("organisation", "holder").get(login=login)
        assert self.worker.holder
        lock = self.worker.holder.passwordlock
        self._pair = open_with_password(lock, PASSWORD)
        self.client = Client(headers={"Host": settings.ALLOWED_HOSTS[0]})
        token = sessions.start(self.worker, self.keyring, second_factor=True)
        self.client.cookies[sessions.COOKIE] = token

    @property
    def keyring(self) -> Keyring:
        """A fresh keyring, as each request has one."""
        assert self.worker.holder
        return Keyring(self.worker.holder, self._pair)

    def get(self, path: str) -> Any:
        """A page, which must be there."""
        return self._right(self.client.get(path))

    def post(self, path: str, data: dict[str, str]) -> Any:
        """A form; the answer is a page or leads to one."""
        return self._right(self.client.post(path, urlencode(data), content_type=FORM))

    def _right(self, answer: Any) -> Any:
        assert answer.status_code in {OK, FOUND}, f"{answer.status_code}: {answer.content[:400]!r}"
        return answer
