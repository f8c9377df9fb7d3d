"""What lies in the copy beside its pages: the way out, headers, and how to serve it."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape

from waymark.exporting.places import EXIT_FILE
from waymark.web import inline
from waymark.web.caching import PLAIN
from waymark.web.middleware import COMMON_HEADERS, DEVICES

MARK = "copy.json"
HEADERS = "_headers"
README = "README.txt"


@dataclass(frozen=True)
class Facts:
    """What is true of a whole copy."""

    day: date
    languages: tuple[str, ...]
    address: str
    until: date | None


def mark(facts: Facts) -> str:
    """The file by which a copy is known as ours. It names nothing that a page does not show."""
    values = {
        "copy_of": facts.address,
        "made": facts.day.isoformat(),
        "languages": list(facts.languages),
        "lines_of_help_hold_until": facts.until.isoformat() if facts.until else None,
    }
    return json.dumps(values, indent=2) + "\n"


def exit_page(exit_url: str) -> str:
    """The page that leaves: a folder cannot redirect."""
    quoted = json.dumps(exit_url).replace("<", "\\u003c")
    script = f"location.replace({quoted})"
    policy = f"default-src 'none'; img-src data:; script-src {inline.source_of(script)}"
    url = escape(exit_url)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta charset="utf-8">\n'
        f"<title>Information</title>\n<script>{script}</script>\n"
        f'<meta http-equiv="refresh" content="0; url={url}">\n<link rel="icon" href="data:,">\n'
        f'</head>\n<body><p><a href="{url}">{url}</a></p></body>\n</html>\n'
    )


def headers() -> str:
    """The site's headers, in the form that Netlify, Cloudflare Pages and others read."""
    everywhere = COMMON_HEADERS | {
        "Content-Security-Policy": "frame-ancestors 'none'",
        "Permissions-Policy": DEVICES,
        "Cache-Control": PLAIN,
    }
    leaving = {
        "Cache-Control": "no-store",
        "Clear-Site-Data": '"cache", "storage", "cookies"',
    }
    return "".join(_rule(path, rule) for path, rule in _rules(everywhere, leaving))


def _rules(everywhere: dict[str, str], leaving: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [("/*", everywhere), (f"/{EXIT_FILE}", leaving)]


def _rule(path: str, rule: dict[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items())


README_TEXT = """\
This folder is a copy of a web site, made on {day}.
Languages: {languages}.
{numbers}
{online}

TO READ IT
Open index.html in any browser. It needs no internet and no server.

TO PASS IT ON
Copy the whole folder, for instance to a USB stick, and eject the stick before you pull it out.

TO SERVE IT
Any server that sends files will do, and any CDN: put the content of this folder at the top of
a host name or into a folder of one. The file _headers holds the headers that each answer should
have; Netlify, Cloudflare Pages and others read it by themselves, for other servers write its
lines into their settings. Turn access logs off: who read these pages is nobody's business.

WHAT A COPY CANNOT DO
Forms, searches and messages need the site itself.
"Leave this site" goes to an everyday site at once, but cannot clear what the browser kept.
It does not know the time, so it does not say who answers now.

TO MAKE IT ANEW
Run the same command with the same folder: the new copy takes the place of this one.
"""


def readme(facts: Facts) -> str:
    """How to read, pass on and serve the copy; it does not say what the site is about."""
    numbers = (
        f"Its lines of help hold until {facts.until}: make it anew before that day."
        if facts.until
        else "No line of help is in it: check every telephone number before you call."
    )
    online = (
        f"What needs the internet leads to {facts.address}/"
        if facts.address
        else "What needs the internet has no link, because no public address was known."
    )
    return README_TEXT.format(
        day=facts.day, languages=", ".join(facts.languages), numbers=numbers, online=online
    )
