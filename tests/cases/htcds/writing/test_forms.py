"""XForm instances that we write."""

import io
import zipfile

from waymark.cases.htcds.answers import Answer, Further, Record, Silence
from waymark.cases.htcds.standard import FIELDS, Group, core_fields
from waymark.cases.htcds.writing import write_instance, write_instances
from waymark.web.workbooks.xml import Element, parse

ANA = Record(
    "P-1 & <b>",
    {
        "prs_FirstName": Answer("Ana & <Bea> \"'"),
        "prs_Gender": Answer(silence=Silence.DECLINED),
        "con_Consent": Answer(False),
        "prs_Citizenship": Answer(("NP", "IN")),
        "hte_City": Answer("Pokhara"),
        "vic_Vulnerabilities": Answer(("Poverty",)),
    },
    (Further(Group.EVENTS, {"hte_City": Answer("Delhi")}),),
)


def element(root: Element, name: str) -> Element:
    """The element with this name."""
    found = root.child(name)
    assert found is not None
    return found


def test_an_instance_says_what_the_record_says() -> None:
    root = parse(write_instance(ANA))
    assert (root.name, root.attributes["id"], root.attributes["version"]) == (
        "data",
        "htcds_waymark",
        "2.0",
    )
    assert root.attributes["urn:waymark:htcds record"] == "P-1 & <b>"
    assert element(root, "prs_FirstName").text == "Ana & <Bea> \"'"
    assert element(root, "con_Consent").text == "FALSE"
    assert element(root, "prs_Citizenship").text == "NP IN"
    assert element(element(root, "historic_trafficking_event"), "hte_City").text == "Delhi"
    silent = element(root, "prs_Gender")
    assert (silent.text, silent.attributes) == ("", {"urn:waymark:htcds silence": "declined"})


def test_names_are_those_of_the_standard_and_every_core_field_is_there() -> None:
    names = [each.name for each in parse(write_instance(ANA)).children]
    fields = [name for name in names if name in FIELDS]
    assert set(names) - set(FIELDS) == {"meta", "historic_trafficking_event"}
    assert {field.name for field in core_fields()} <= set(fields)
    assert len(set(fields)) == len(fields)
    assert set(ANA.row) <= set(fields)


def test_the_identifier_is_open_rosas_and_always_the_same_for_one_record() -> None:
    meta = element(parse(write_instance(ANA)), "meta")
    identifier = element(meta, "instanceID")
    assert meta.space == identifier.space == "http://openrosa.org/xforms"
    assert identifier.text.startswith("uuid:")
    assert write_instance(ANA) == write_instance(ANA)
    other = parse(write_instance(Record("P-2", ANA.row)))
    assert element(element(other, "meta"), "instanceID").text != identifier.text


def test_the_source_is_named_inside() -> None:
    assert b"UNMigration/HTCDS, CC BY 4.0" in write_instance(ANA)


def test_several_records_are_files_in_a_zip_that_says_no_time() -> None:
    data = write_instances([ANA, Record("P-2", {"prs_FirstName": Answer("Bea")})])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["instance-00001.xml", "instance-00002.xml"]
        assert archive.read("instance-00001.xml") == write_instance(ANA)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
