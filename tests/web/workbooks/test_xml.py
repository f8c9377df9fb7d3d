"""XML that may be meant to harm."""

import pytest

from waymark.web.workbooks import xml
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.xml import parse

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;">]><a>&d;</a>"""
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://localhost/x.dtd">%b;]><a/>'


def test_elements_attributes_and_text() -> None:
    root = parse(
        b'<a xmlns:n="urn:n" x="1" n:y="2">one<b>two &amp; <![CDATA[<three>]]></b>four<n:c/></a>'
    )
    assert (root.name, root.space, root.text) == ("a", "", "onefour")
    assert root.attributes == {"x": "1", "urn:n y": "2"}
    assert [(each.name, each.space, each.text) for each in root.children] == [
        ("b", "", "two & <three>"),
        ("c", "urn:n", ""),
    ]
    assert root.child("b") is root.children[0]
    assert root.child("nothing") is None


@pytest.mark.parametrize("data", [BILLION_LAUGHS, OUTSIDE, PARAMETER, b"<!DOCTYPE a><a/>"])
def test_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match="document type"):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"   ", b"text", b"<a>", b"<a></b>", b"<a/><b/>", b"<a>&b;</a>", b"<a>\x00</a>",
        b"<a>\x01</a>", b"<a>\xff</a>", b"<a b='1' b='2'/>", b"<n:a/>", b"<a>&#0;</a>",
        b"<?xml version='1.0' encoding='no-such-thing'?><a/>",
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match="well-formed"):
        parse(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>Zoë</a>'
    assert parse(text.encode(encoding)).text == "Zoë"


def test_too_deep() -> None:
    fine = b"<a>" * 32 + b"</a>" * 32
    assert parse(fine).name == "a"
    with pytest.raises(CannotRead, match="too deep"):
        parse(b"<a>" + fine + b"</a>")


def test_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 3)
    assert len(parse(b"<a><b/><c/></a>").children) == 2
    with pytest.raises(CannotRead, match="too large"):
        parse(b"<a><b/><c/><d/></a>")
