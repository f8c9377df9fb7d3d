"""Run by test_at_once.py in a process of its own: the public site over a real SQLite file.

The same form is sent by several threads at the same moment, several times over; what was stored
is printed as JSON.
"""

import io
import json
import os
import re
import sys
import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

THREADS = 6
FORMS = 8
RECEIPT = re.compile(rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


def prepare() -> None:
    """Publish one recipient."""
    import waymark.vault.passwords
    from tests.cast import make_cast
    from tests.reports.public.conftest import make_recipient

    cheap = {"STRETCH_PASSES": 1, "STRETCH_BYTES": 8192}
    vars(waymark.vault.passwords).update(cheap)
    make_recipient(make_cast())


def send(application: Any, token: str, what: str) -> tuple[str, bytes]:
    """One POST of the report form through the WSGI application."""
    body = urlencode({"token": token, "what": what}).encode()
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/en/write/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": "MARKER-browser",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    chunks: Iterable[bytes] = application(environ, lambda status, *_: answered.append(status))
    page = b"".join(chunks)
    chunks.close()  # type: ignore[attr-defined]  # Django's response gives its connection back
    return answered[0], page


def at_once(application: Any, token: str, what: str) -> list[tuple[str, bytes]]:
    """Send one form from several threads that start together."""
    barrier = threading.Barrier(THREADS)
    answers: list[tuple[str, bytes]] = []

    def one() -> None:
        from django.db import connection

        barrier.wait()
        answers.append(send(application, token, what))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main() -> None:
    """Prepare, send, and print what happened."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "waymark.config.public"
    import django

    django.setup()
    prepare()
    from waymark.config.wsgi import application
    from waymark.reports.models import Report
    from waymark.vault import form_token
    from waymark.vault.models import Envelope

    forms = []
    for number in range(FORMS):
        token = form_token.issue(form_token.Form.REPORT)
        answers = at_once(application, token, f"MARKER-words {number} " + "x" * number * 900)
        codes = [RECEIPT.findall(page)[0].decode() for _, page in answers]
        forms.append({"statuses": [status for status, _ in answers], "codes": codes})
    stored = {"reports": Report.objects.count(), "envelopes": Envelope.objects.count()}
    print(json.dumps({"forms": forms, **stored}))  # noqa: T201  what the test reads


if __name__ == "__main__":
    main()
