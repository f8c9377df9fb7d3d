"""Files that nobody should trust: archives that reach out or blow up, tables of any bytes."""

import io
import stat
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.importing.conftest import (
    SERVICE,
    bring,
    everything,
    look,
    package,
    source_files,
)
from waymark.directory.importing import files as limits
from waymark.directory.importing.files import open_file, open_path
from waymark.directory.importing.plan import About
from waymark.directory.importing.report import Report
from waymark.directory.importing.rows import CannotRead
from waymark.directory.importing.running import import_all, why
from waymark.directory.importing.values import a_date, a_number, a_time, an_id
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Service

CHEAP = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def archive(names: dict[str, bytes], **more: int) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = more.get("attributes", 0)
            file.writestr(info, content)
    made.seek(0)
    return made


def import_archive(made: io.BytesIO) -> None:
    with open_file(made, "package.zip") as found:
        import_all(found, About("Zip", country="US"), Report(), lambda part, rows: None)


def test_a_zip_is_read_like_its_folder(tmp_path: Path) -> None:
    texts = package()
    import_archive(archive({f"folder/{name}": text.encode() for name, text in texts.items()}))
    assert Service.objects.get().name == "Day Center"
    before = everything()
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / ".hidden.csv").write_text("no")
    with open_path(tmp_path) as found:
        import_all(found, About("Zip", country="US"), Report(), lambda part, rows: None)
    assert everything() == before


@pytest.mark.parametrize(
    "name",
    ["/etc/services.csv", "../services.csv", "a/../../services.csv", "C:services.csv", "..\\x.csv"],
)
def test_an_archive_that_points_outside_is_refused(name: str) -> None:
    with pytest.raises(CannotRead, match="outside"):
        import_archive(archive({name: b"id\n"}))


def test_a_link_in_an_archive_is_refused() -> None:
    with pytest.raises(CannotRead, match="outside"):
        import_archive(archive({"services.csv": b"/etc/passwd"}, attributes=stat.S_IFLNK << 16))


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(CannotRead, match="unpacks to far more"):
        import_archive(archive({"services.csv": b"0" * 30_000_000}))


def test_too_many_files_and_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"{number}.csv": b"id\n" for number in range(limits.MOST_FILES + 1)}
    with pytest.raises(CannotRead, match="at most"):
        import_archive(archive(many))
    monkeypatch.setattr(limits, "LARGEST", 10)
    with pytest.raises(CannotRead, match="4 GB"):
        import_archive(archive({"services.csv": b"id,name\n1,2\n"}))


def test_an_archive_with_a_password_is_refused() -> None:
    made = bytearray(archive({"services.csv": b"id\n"}).getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + place] |= 1
    with pytest.raises(CannotRead, match="password"):
        import_archive(io.BytesIO(bytes(made)))


@pytest.mark.parametrize("cut", [5, 40, -30])
def test_a_damaged_archive_is_refused(cut: int) -> None:
    whole = archive({"services.csv": b"id,name,status\n1,Day Center,active\n"}).getvalue()
    with pytest.raises(CannotRead):
        import_archive(io.BytesIO(whole[:cut]))
    assert not Service.objects.exists()


def test_content_that_is_not_what_the_archive_says_changes_nothing() -> None:
    """Its checksum fails in the middle of reading."""
    texts = {name: text.encode() for name, text in package().items()}
    whole = bytearray(archive(texts).getvalue())
    place = whole.index(b"services.csv") + 40
    whole[place] ^= 0xFF
    with pytest.raises((CannotRead, zipfile.BadZipFile, Exception)):
        import_archive(io.BytesIO(bytes(whole)))
    assert not Service.objects.exists()


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="cannot be opened"), open_path(tmp_path / "no.zip"):
        pass


def test_faults_are_told_without_content() -> None:
    assert "secret" not in why(ValueError("secret street"))
    assert why(CannotRead("what to do")) == "what to do"


@CHEAP
@given(st.text(max_size=400))
def test_any_text_for_a_table_is_read_or_said(text: str) -> None:
    files = {"services.csv": text, "service_at_location.csv": "id,service_id,location_id\n"}
    look(files)


@CHEAP
@given(st.binary(max_size=400))
def test_any_bytes_for_a_table_are_read_or_said(content: bytes) -> None:
    look(
        {
            "services.csv": b"id,name,status,minimum_age\n" + content,
            "service_at_location.csv": "id\n",
        }
    )


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@CHEAP
@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=4))
def test_any_cells_come_in_the_same_twice(rows: list[list[str]]) -> None:
    """What came in once is the same the second time, whatever stood in the cells."""
    import csv

    Service.objects.all().delete()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "name", "description", "minimum_age", "assured_date"])
    writer.writerows(rows)
    files = {
        "services.csv": text.getvalue(),
        "service_at_location.csv": "id,service_id,location_id\n",
    }
    first = bring(files)
    before = everything()
    second = bring(files)
    assert everything() == before
    assert not second.report.counts.get(("change", "service"))
    assert Service.objects.count() == first.count(Verdict.ADD, "service")


@CHEAP
@given(st.text(max_size=30))
def test_values_are_read_or_refused_and_nothing_else(text: str) -> None:
    for reader in (a_date, a_time, a_number):
        try:
            read = reader(text)
        except ValueError:
            continue
        assert read is None or reader(str(read)) == read


@given(st.uuids())
def test_an_id_is_itself_however_it_is_written(made: UUID) -> None:
    assert an_id(str(made), "a", "b") == an_id(made.hex.upper(), "c", "d") == made.hex


def test_an_id_that_is_none_belongs_to_its_source_and_entity() -> None:
    assert an_id(7, "A", "service") == an_id("7", "a", "service")
    assert len({an_id("7", s, e) for s in "ab" for e in ("service", "phone")}) == 4


@pytest.mark.parametrize("text", ["1_000", "0x10", "1e400", "inf", "nan", "1,5", "--1"])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        a_number(text)


def test_a_heading_twice_and_a_file_twice() -> None:
    files = package() | {"service.csv": package()["services.csv"].replace("Day Center", "Second")}
    brought = bring(files)
    assert Service.objects.get(pk=SERVICE).name in {"Day Center", "Second"}
    assert "twice" in brought.codes()
    assert source_files({"a": "b"})[0].stem == "a"
