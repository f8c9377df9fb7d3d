"""Archives that are damaged, locked or unpack to far more than they say."""

import io
import struct
import zipfile

import pytest

from tests.cases.htcds.making import zipped
from waymark.web.workbooks import archive
from waymark.web.workbooks.archive import check_size, is_archive, names, unpack
from waymark.web.workbooks.refusals import CannotRead

GOOD = zipped({"a.xml": b"<a/>", "b.txt": b"b", "C.XML": b"<c/>"})


def test_members_with_an_ending() -> None:
    assert list(unpack(GOOD, (".xml",))) == [("a.xml", b"<a/>"), ("C.XML", b"<c/>")]
    assert names(GOOD) == ("a.xml", "b.txt", "C.XML")
    assert is_archive(GOOD)
    assert not is_archive(b"<a/>")


def test_a_file_that_is_empty_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    check_size(b"x")
    with pytest.raises(CannotRead, match="empty"):
        check_size(b"")
    monkeypatch.setattr(archive, "MOST_BYTES", 3)
    with pytest.raises(CannotRead, match="larger"):
        check_size(b"1234")


def test_what_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"a.xml": bytes(130 * 1024**2)})
    assert len(bomb) < 200_000
    with pytest.raises(CannotRead, match="unpacks"):
        list(unpack(bomb, (".xml",)))


def test_an_archive_that_lies_about_its_size_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    honest = zipped({"a.xml": bytes(5000)})
    lie = honest.replace(struct.pack("<L", 5000), struct.pack("<L", 500))
    assert lie != honest
    with pytest.raises(CannotRead):
        list(unpack(lie, (".xml",)))


def test_all_members_together_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 100)
    assert len(list(unpack(zipped({"a.xml": bytes(50), "b.xml": bytes(50)}), (".xml",)))) == 2
    with pytest.raises(CannotRead, match="unpacks"):
        list(unpack(zipped({"a.xml": bytes(51), "b.xml": bytes(50)}), (".xml",)))


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(CannotRead, match="10,000"):
        list(unpack(GOOD, (".xml",)))


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(CannotRead, match="twice"):
        list(unpack(zipped({"a.xml": b"<a/>", "A.xml": b"<b/>"}), (".xml",)))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(packing: int) -> None:
    with pytest.raises(CannotRead, match="unusual"):
        list(unpack(zipped({"a.xml": b"<a/>" * 99}, packing), (".xml",)))


def test_a_locked_archive_is_refused() -> None:
    locked = bytearray(zipped({"a.xml": b"<a/>"}, zipfile.ZIP_STORED))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + flags] |= 1
    with pytest.raises(CannotRead, match="password"):
        list(unpack(bytes(locked), (".xml",)))


@pytest.mark.parametrize("cut", [4, 30, 60, len(GOOD) - 10])
def test_a_damaged_archive_is_refused(cut: int) -> None:
    for read in (names, lambda data: list(unpack(data, (".xml",)))):
        with pytest.raises(CannotRead, match="damaged"):
            read(GOOD[:cut])


def test_content_that_does_not_match_its_checksum_is_refused() -> None:
    stored = zipped({"a.xml": b"<aaaa/>"}, zipfile.ZIP_STORED)
    with pytest.raises(CannotRead, match="damaged"):
        list(unpack(stored.replace(b"<aaaa/>", b"<bbbb/>"), (".xml",)))


def test_nothing_is_written_anywhere_whatever_members_are_called() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("../../etc/x.xml", b"<a/>")
    assert list(unpack(made.getvalue(), (".xml",))) == [("../../etc/x.xml", b"<a/>")]
