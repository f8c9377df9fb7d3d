"""Which files are taken, and that nothing but its pixels remains of a photo."""

import io
import json
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from waymark.reports import files
from waymark.reports.files import CheckedFile, Refused, check, clean_name
from waymark.reports.uploads import Upload

SECRET = b"SECRET-PLACE-29.7604N"


def photo(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90 if mode in {"L", "P", "1"} else None).save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    values = Image.Exif()
    values[0x0112] = orientation
    values[0x010E] = SECRET.decode()
    return values.tobytes()


def jpeg_with_everything() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return photo("JPEG", exif=exif(), comment=SECRET, icc_profile=profile, dpi=(301, 301))


def png_with_everything() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return photo("PNG", pnginfo=text, exif=exif())


def decoded(checked: CheckedFile) -> Image.Image:
    image = Image.open(io.BytesIO(checked.body))
    image.load()
    return image


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.jpg", jpeg_with_everything(), "image/jpeg"),
        ("a.png", png_with_everything(), "image/png"),
        ("a.webp", photo("WEBP", exif=exif(), xmp=SECRET), "image/webp"),
        ("a.gif", photo("GIF", "P", comment=SECRET), "image/png"),
    ],
)
def test_a_photo_loses_everything_but_its_pixels(name: str, body: bytes, kind: str) -> None:
    assert SECRET in body or SECRET in zlib.compress(body) or kind == "image/png"
    checked = check(Upload(name, body))
    image = decoded(checked)
    assert checked.type == kind
    assert not checked.metadata_inside
    assert SECRET not in checked.body
    assert not image.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "Comment", "dpi"} & set(image.info)
    assert image.size == (40, 30)


def test_bytes_behind_a_photo_are_gone() -> None:
    checked = check(Upload("a.jpg", photo("JPEG") + SECRET))
    assert SECRET not in checked.body


def test_a_photo_stands_upright_without_its_orientation_tag() -> None:
    checked = check(Upload("a.jpg", photo("JPEG", size=(40, 30), exif=exif(orientation=6))))
    assert decoded(checked).size == (30, 40)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("JPEG", mode) for mode in ("L", "CMYK")),
        *(("PNG", mode) for mode in ("1", "P", "LA", "I;16", "RGBA")),
        *(("WEBP", "RGBA"), ("GIF", "L")),
    ],
)
def test_every_mode_of_a_photo_is_taken(kind: str, mode: str) -> None:
    assert decoded(check(Upload("a", photo(kind, mode)))).size == (40, 30)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    checked = check(Upload("dance.gif", out.getvalue()))
    image = decoded(checked)
    assert checked.name == "dance.png"
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


def test_transparency_stays() -> None:
    image = Image.new("RGBA", (4, 4), (1, 2, 3, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert decoded(check(Upload("a.png", out.getvalue()))).getpixel((0, 0)) == (1, 2, 3, 0)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds almost nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def test_a_decompression_bomb_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(Refused, match="too many pixels"):
        check(Upload("big.png", bomb(60_000, 60_000)))


@pytest.mark.parametrize("body", [b"\xff\xd8\xff\xe0 no photo", bomb(100, 100), photo("PNG")[:60]])
def test_a_damaged_photo_is_refused_by_name(body: bytes) -> None:
    with pytest.raises(Refused, match=r"“holiday\.jpg” cannot be read"):
        check(Upload("holiday.jpg", body))


@hypothesis_settings(deadline=None)  # a changed byte of the size may make it a large photo
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_damaged_photos_are_refused_or_cleaned_and_nothing_else(
    kind: str, data: st.DataObject
) -> None:
    body = bytearray(photo(kind, "P" if kind == "GIF" else "RGB", (6, 5)))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        checked = check(Upload("a", bytes(body)))
    except Refused:
        return
    assert checked.body


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("a.mp4", b"\0\0\0\x18ftypisom", "video/mp4"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
        ("a.mov", b"\0\0\0\x18ftypqt  ", "video/quicktime"),
        ("a.m4a", b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        ("a.3gp", b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
        ("a.mp3", b"ID3\x04rest", "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x00", "audio/mpeg"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("a.ogg", b"OggS\0", "audio/ogg"),
        ("a.amr", b"#!AMR\n", "audio/amr"),
        ("a.webm", b"\x1a\x45\xdf\xa3", "video/webm"),
    ],
)
def test_other_types_are_known_by_their_first_bytes_and_kept_as_they_are(
    name: str, body: bytes, kind: str
) -> None:
    checked = check(Upload(name, body))
    assert (checked.name, checked.type, checked.body) == (name, kind, body)
    assert checked.metadata_inside
    label = json.loads(checked.label())
    assert label == {"name": name, "type": kind, "size": len(body), "metadata_inside": True}


def test_plain_text_has_no_hidden_data() -> None:
    checked = check(Upload("notes.txt", "Lịch làm việc".encode()))
    assert (checked.type, checked.metadata_inside) == ("text/plain", False)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.exe", b"MZ\x90"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.zip", b"PK\x03\x04"),
        ("a.docx", b"PK\x03\x04"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.txt", b"bell \x07"),
        ("photo.jpg", b"not a photo"),
        ("a.avi", b"RIFF\0\0\0\0AVI LIST"),
        ("a.aac", b"\xff\xf1\x50\x80"),
    ],
)
def test_anything_else_is_refused_by_name(name: str, body: bytes) -> None:
    with pytest.raises(Refused, match=f"“{name}” is a kind of file"):
        check(Upload(name, body))


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photo_that_cannot_be_cleaned_says_what_to_do(brand: bytes) -> None:
    with pytest.raises(Refused, match="Take a picture of your screen"):
        check(Upload("IMG_1.HEIC", b"\0\0\0\x18ftyp" + brand))


def test_size_limits_are_exact(settings: Any) -> None:
    settings.MAX_FILE_BYTES = 1024 * 1024
    fits = b"%PDF-" + bytes(1024 * 1024 - 5)
    assert check(Upload("a.pdf", fits)).body == fits
    with pytest.raises(Refused, match="up to 1 MB"):
        check(Upload("a.pdf", fits + b"x"))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        check(Upload("a.pdf", b""))


@given(st.text(max_size=300))
def test_a_name_is_short_visible_and_no_path(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= files.LONGEST_NAME
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert all(not c.isspace() or c == " " for c in cleaned)
    cleaned.encode()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("C:\\Users\\Rosa\\me.jpg", "me.jpg"),
        ("../../etc/passwd", "passwd"),
        ("gpj.\u202eexe.png", "gpj.exe.png"),
        ("a\x00b\n.png", "ab.png"),
        ("", "file"),
        ("/", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_that_trick_are_made_plain(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
