"""SCORM 1.2 packages: what is in them, and that the same lesson gives the same bytes."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.running import Installation
from tests.sites import PublicClient
from waymark.learn.lessons import scorm
from waymark.learn.lessons.reading import Lesson, editions

CONTENT = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"


def opened(package: bytes) -> zipfile.ZipFile:
    file = zipfile.ZipFile(io.BytesIO(package))
    assert file.testzip() is None
    return file


def test_the_manifest_is_what_scorm_asks_for(tiny: Lesson) -> None:
    file = opened(scorm.package(tiny))
    root = ElementTree.fromstring(file.read("imsmanifest.xml"))  # noqa: S314  our own bytes
    assert root.tag == f"{CONTENT}manifest"
    assert re.fullmatch(r"[A-Za-z_][\w.-]*", root.attrib["identifier"])
    metadata = root.find(f"{CONTENT}metadata")
    assert metadata is not None
    assert [each.text for each in metadata] == ["ADL SCORM", "1.2"]
    organizations = root.find(f"{CONTENT}organizations")
    assert organizations is not None
    (organization,) = organizations
    assert organizations.attrib["default"] == organization.attrib["identifier"]
    item = organization.find(f"{CONTENT}item")
    resource = root.find(f"{CONTENT}resources/{CONTENT}resource")
    assert item is not None
    assert resource is not None
    assert item.attrib["identifierref"] == resource.attrib["identifier"]
    assert item.findtext(f"{CONTENT}title") == tiny.title
    assert resource.attrib[f"{ADL}scormtype"] == "sco"
    files = {each.attrib["href"] for each in resource}
    assert files | {"imsmanifest.xml"} == set(file.namelist())
    assert [each.tag for each in root] == [
        f"{CONTENT}{name}" for name in ("metadata", "organizations", "resources")
    ]


def test_every_edition_stands_alone_and_is_made_the_same_twice() -> None:
    made = [scorm.package(lesson) for lesson in editions()]
    assert made == [scorm.package(lesson) for lesson in editions()]
    for lesson, package in zip(editions(), made, strict=True):
        page = opened(package).read("index.html").decode()
        assert f'<html lang="{lesson.language}"' in page
        assert not re.search(r'\s(src|href)="(?!#)', page)
        assert not re.search(r"<(form|link|img|iframe|a [^>]*page:)", page)
        assert "&#x27;none&#x27;" in page
        assert page.count(" data-right") == 2 * len(lesson.questions)


@pytest.mark.django_db
def test_a_visitor_gets_the_bytes_that_the_command_writes(
    public_client: PublicClient, tmp_path: Path
) -> None:
    done = Installation(tmp_path / "home", {"RECEIPT_KEY": "11" * 32}).run(
        "lessons", "export", tmp_path / "out", "--language", "en"
    )
    assert done.returncode == 0, done.stderr
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert len(written) == len([each for each in editions() if each.language == "en"])
    assert done.stdout.count("\n") == len(written)
    answer = public_client.get("/en/lessons/public/package.zip")
    assert answer.content == written["public-en.zip"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="public-en.zip"'


def test_the_command_says_what_to_do(tmp_path: Path) -> None:
    from waymark.commands import lessons
    from waymark.commands.console import PlainError

    with pytest.raises(PlainError, match="choose of"):
        lessons.lessons("xx")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        lessons.write(editions()[0], tmp_path / "file")
