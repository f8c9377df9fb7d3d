"""A lesson as a SCORM 1.2 package, for learning systems that schools and hospitals have already.

A zip with a manifest and one page: its style, its script and every word are inside, and its policy
forbids whatever would leave it. The same lesson gives the same bytes on every machine.
"""

import io
import zipfile
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from waymark.learn.lessons.marking import AFTER, BEFORE, blank
from waymark.learn.lessons.reading import Lesson
from waymark.web import inline

ASSETS = Path(__file__).parent / "assets"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
READABLE = 0o644 << 16


def package(lesson: Lesson) -> bytes:
    """The zip, as bytes."""
    made = io.BytesIO()
    # Stored, not compressed: two compressors may give two results.
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        for name, text in (("imsmanifest.xml", manifest(lesson)), ("index.html", index(lesson))):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = READABLE
            file.writestr(entry, text.encode())
    return made.getvalue()


def file_name(lesson: Lesson) -> str:
    """What the package is called, without its folder."""
    return f"{lesson.path}-{lesson.language}.zip"


def manifest(lesson: Lesson) -> str:
    """imsmanifest.xml: one organisation with one item, the page."""
    identifier = f"waymark-{lesson.slug}-{lesson.version}-{lesson.language}"
    context = {"lesson": lesson, "identifier": identifier}
    return render_to_string("learn/scorm_manifest.txt", context)


def index(lesson: Lesson) -> str:
    """The page, in the language of the lesson."""
    style = inline.stylesheet_at(ASSETS / "package.css")
    script = inline.script_at(ASSETS / "package.js")
    total = len(lesson.questions)
    with override(lesson.language):
        result = _("Right before: {before} of %(total)d. Right after: {after} of %(total)d.")
        context = {
            "lesson": lesson,
            "direction": _direction(lesson.language),
            "style": style,
            "script": script,
            "policy": f"default-src 'none'; style-src {style.source}; script-src {script.source}",
            "result": result % {"total": total},
            "before": blank(lesson, BEFORE),
            "after": blank(lesson, AFTER),
            "packed": True,
        }
        return render_to_string("learn/lesson_package.html", context)


def _direction(language: str) -> str:
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"
