"""What the gate let out, as one ZIP: a page in plain words to print, and JSON for a program."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

from waymark.referrals.consent.languages import direction
from waymark.referrals.exports.paper import sections
from waymark.referrals.gate import Departure

PAGE, MACHINE = "page.html", "data.json"
ZIP = "application/zip"


@dataclass(frozen=True)
class Cover:
    """What stands above the data: whose page, in which language (two letters), what to know.

    `given_to`: the names of those to whom the person released something that left.
    """

    title: str | Promise
    house: str
    language: str
    sentences: Sequence[str | Promise]
    given_to: Sequence[str] = ()


def package_of(departure: Departure, cover: Cover) -> bytes:
    """The ZIP. Both files hold the same answers."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, _page(departure, cover))
        archive.writestr(MACHINE, _machine(departure, cover))
    return written.getvalue()


def _page(departure: Departure, cover: Cover) -> str:
    with translation.override(cover.language):
        context = {
            "cover": cover,
            "sections": sections(departure),
            "language": cover.language,
            "direction": direction(cover.language),
            "made_at": timezone.now(),
        }
        return render_to_string("referrals/rights/copy.html", context)


def _machine(departure: Departure, cover: Cover) -> str:
    """Field names of the standard, answers as `value`, silences as what they are."""
    found = {
        "made_at": timezone.now().replace(microsecond=0).isoformat(),
        "made_by": cover.house,
        "way": departure.ask.way.value,
        "given_to": list(cover.given_to),
        "fields": {name: _plain(value) for name, value in sorted(departure.values.items())},
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _plain(stored: Any) -> Any:
    if isinstance(stored, list):
        return [_plain(each) for each in stored]
    if not isinstance(stored, dict):
        return stored
    if "fields" in stored:
        return {name: _plain(each) for name, each in stored["fields"].items()}
    return {"silence": stored["s"]} if "s" in stored else {"value": stored.get("v")}


def attached(body: bytes, name: str) -> HttpResponse:
    """The ZIP as a download that no browser opens as a page."""
    headers = {
        "Content-Type": ZIP,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(body, headers=headers)
