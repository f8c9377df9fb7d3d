"""The parser of form bodies: takes what is there, says what is missing, fails at nothing."""

import io
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from waymark.reports import uploads
from waymark.reports.uploads import Body, parse, read_body

BOUNDARY = "xYzZY"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"

names = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"'
    if filename is not None:
        head += f'; filename="{filename}"\r\nContent-Type: application/octet-stream'
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + value + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


@given(st.lists(st.tuples(names, texts), min_size=1, max_size=10))
def test_fields_come_back_as_they_were_sent(pairs: list[tuple[str, str]]) -> None:
    multipart = parse(form(*(part(name, value.encode()) for name, value in pairs)), MULTIPART)
    urlencoded = parse(urlencode(pairs).encode(), URLENCODED)
    for body in (multipart, urlencoded):
        assert not body.cut
        assert not body.strange
        assert [(n, v) for n, values in body.fields.items() for v in values] == [
            (n, v) for n in dict(pairs) for name, v in pairs if name == n
        ]


@given(names, st.binary(max_size=300))
def test_files_come_back_byte_for_byte(name: str, content: bytes) -> None:
    if f"\r\n--{BOUNDARY}".encode() in b"\r\n" + content:
        return
    body = parse(form(part("what", b"words"), part(name, content, "a.bin")), MULTIPART)
    assert [upload.body for upload in body.files(name)] == [content]
    assert body.text("what") == "words"


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode),
    st.sampled_from([MULTIPART, URLENCODED, "", "text/plain", "multipart/form-data", "é; boundary"])
    | st.text(max_size=60),
)
@example(b"--xYzZY", MULTIPART)
@example(b"--xYzZY--", MULTIPART)
@example(b"\r\n--xYzZY\r\n\r\n\r\n", MULTIPART)
@example(b"what=%ZZ%&&=&=x&%00=%ff", URLENCODED)
@example(b"", "multipart/form-data; boundary=" + "a" * 300)
@example(b"x", 'multipart/form-data; boundary="ü"')
def test_no_bytes_and_no_content_type_make_it_fail(raw: bytes, content_type: str) -> None:
    body = parse(raw, content_type)
    for values in body.fields.values():
        for value in values:
            value.encode()
            assert "\x00" not in value


@given(st.data(), st.binary(max_size=200))
def test_damaged_forms_do_not_make_it_fail(data: st.DataObject, content: bytes) -> None:
    raw = bytearray(form(part("what", b"words"), part("files", content, "a.png")))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not raw:
            raw = bytearray(b"-")
    parse(bytes(raw), MULTIPART)


@given(st.integers(0, 400))
def test_a_form_that_breaks_off_keeps_its_words_and_drops_the_torn_file(end: int) -> None:
    whole = form(
        part("what", b"words"), part("files", b"F" * 50, "a"), part("files", b"G" * 50, "b")
    )
    end = min(end, len(whole) - len(f"--{BOUNDARY}--\r\n") - 1)
    body = parse(whole[:end], MULTIPART)
    assert body.cut
    assert all(upload.body in {b"F" * 50, b"G" * 50} for upload in body.files("files"))
    if end > len(part("what", b"words")) + 20:
        assert body.text("what") == "words"


def test_text_in_another_encoding_is_kept_as_far_as_it_can_be_read() -> None:
    body = parse(form(part("what", "señal".encode("latin-1"))), MULTIPART)
    assert body.text("what") == "se\ufffdal"
    assert parse(b"what=se%F1al", URLENCODED).text("what") == "se\ufffdal"


def test_lone_surrogates_and_nul_bytes_are_no_text() -> None:
    body = parse(form(part("what", b"a\xed\xa0\x80b\x00c")), MULTIPART)
    assert body.text("what").startswith("a")
    assert body.text("what").endswith("bc")
    body.text("what").encode()


def test_a_field_without_a_chosen_file_has_none() -> None:
    assert parse(form(part("files", b"", "")), MULTIPART).files("files") == []


def test_an_empty_file_with_a_name_is_a_file() -> None:
    assert [u.name for u in parse(form(part("files", b"", "a.txt")), MULTIPART).files("files")] == [
        "a.txt"
    ]


@pytest.mark.parametrize(
    ("sent", "shown"), [("a%22b.png", 'a"b.png'), (r"a\"b.png", 'a"b.png'), ("ñ.png", "ñ.png")]
)
def test_names_of_files_are_read_as_browsers_write_them(sent: str, shown: str) -> None:
    body = parse(form(part("files", b"x", sent)), MULTIPART)
    assert body.files("files")[0].name == shown


def test_more_parts_than_a_form_has_are_not_read_for_ever() -> None:
    many = [part("a", b"1") for _ in range(uploads.MOST_PARTS + 50)]
    body = parse(form(part("what", b"words"), *many), MULTIPART)
    assert body.strange
    assert body.text("what") == "words"
    assert len(body.texts("a")) < uploads.MOST_PARTS
    flat = parse(b"what=words&" + b"a=1&" * 500, URLENCODED)
    assert flat.strange
    assert flat.text("what") == "words"


def test_text_before_the_first_boundary_is_no_part() -> None:
    assert parse(b"hello\r\n" + form(part("what", b"words")), MULTIPART).fields == {
        "what": ["words"]
    }


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/form-data"])
def test_another_content_type_is_strange(kind: str) -> None:
    assert parse(b"what=words", kind).strange


def test_a_missing_field_is_an_empty_text() -> None:
    assert Body().text("what") == ""
    assert Body().texts("what") == []
    assert Body().files("files") == []


def request(raw: bytes, **more: Any) -> HttpRequest:
    return RequestFactory().generic("POST", "/en/write/", raw, URLENCODED, **more)


def test_the_servers_word_about_a_cut_body_is_heard() -> None:
    body = read_body(request(b"what=words", HTTP_X_WAYMARK_CUT="yes"))
    assert body.too_large
    assert body.text("what") == "words"


def test_a_body_beyond_the_limit_is_not_read(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(uploads, "WORDS_BYTES", 100)
    settings.MAX_FILES = 0
    body = read_body(request(b"what=" + quote_plus("w" * 500).encode()))
    assert body.too_large
    assert body.text("what") == "w" * 95


def test_a_line_that_breaks_while_reading_is_a_cut_body() -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise OSError("the phone is gone")

    broken = request(b"what=words")
    broken._stream = Broken()  # what Django reads from
    with pytest.raises(UnreadablePostError):
        broken.read(1)
    assert read_body(broken).cut
