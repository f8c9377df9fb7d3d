"""From a file into our records, through the gate, and into a file again: the same answers."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.htcds.strategies import ANY_ANSWER
from tests.cast import CASE_MANAGEMENT, Cast
from tests.referrals.attempts.trying import taken_back
from tests.referrals.making import DOCTOR, make_release
from waymark.cases.exchange import drafts, importing
from waymark.cases.exchange.adapter import STATUS
from waymark.cases.fields.catalogue import FieldType, every_field
from waymark.cases.htcds.answers import Answer, Record, Silence
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.standard import core_fields
from waymark.cases.htcds.writing import write_instance, write_workbook
from waymark.cases.models import Participant
from waymark.referrals.exports.htcds import Exported, exported
from waymark.referrals.gate import Ask, leaving
from waymark.referrals.receivers import Receiver
from waymark.referrals.ways import Way

OURS = {spec.name: spec for spec in every_field()}
CORE = [field.name for field in core_fields()]
KEPT = [name for name in CORE if name in OURS and name != STATUS]


@st.composite
def people(draw: st.DrawFn) -> Record:
    """Somebody's answers to some of the core fields that our records have."""
    names = draw(st.lists(st.sampled_from(KEPT), min_size=1, max_size=8, unique=True))
    return Record("P-1", {name: draw(ANY_ANSWER[name]) for name in sorted(names)})


def taken_in(cast: Cast, body: bytes, name: str) -> Participant:
    """Carl brings a file and takes it in."""
    carl = cast.carl_cases
    draft = drafts.keep_draft(body, name, by=carl, keyring=cast.keyring(carl))
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    [case] = importing.import_draft(draft, circle, seen=1, by=carl, keyring=cast.keyring(carl))
    return Participant.objects.select_related("case", "person").get(case=case)


def let_out(cast: Cast, about: Participant, names: Iterable[str]) -> Exported:
    """Everything that was brought leaves again, under a release of just that."""
    carl, fields = cast.carl_cases, frozenset(OURS[name].key for name in names)
    make_release(about, fields)
    question = Ask(about, Receiver.named(DOCTOR), Way.EXPORT, fields)
    with leaving(question, by=carl, keyring=cast.keyring(carl)) as departure:
        return exported(departure)


def same(name: str, before: Answer, after: Answer | None, unsaid: frozenset[str]) -> bool:
    """Whether an answer came through."""
    if before.silence is Silence.NOT_ASKED:
        return after is None  # what was not asked is not stored
    if OURS[name].type is FieldType.PHONE and before.value is not None:
        return after is not None  # in E.164 form by now
    return before == after or (after is None and OURS[name].key in unsaid)


@pytest.mark.parametrize("how", ["workbook", "instance"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=people())
def test_nothing_is_lost_and_nothing_is_made_up(cast: Cast, how: str, record: Record) -> None:
    body = write_workbook([record]) if how == "workbook" else write_instance(record)
    if not any(each.silence is not Silence.NOT_ASKED for each in record.row.values()):
        return
    with taken_back():
        about = taken_in(cast, body, "a.xlsx" if how == "workbook" else "a.xml")
        found = let_out(cast, about, record.row)
        again = found.record.row
        for name, answer in record.row.items():
            assert same(name, answer, again.get(name), found.unsaid), name
        assert again.keys() <= record.row.keys()
        written = dry_run(write_instance(found.record), "b.xml").records
        assert [each.row for each in written] == ([again] if again else [])


def test_every_core_field_of_the_standard_has_a_place() -> None:
    assert len(CORE) == 38
    assert set(CORE) - set(KEPT) == {STATUS}, "the state of a case is no answer"


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("silence", [Silence.UNKNOWN, Silence.DECLINED], ids=str)
def test_each_silence_comes_through_as_itself(cast: Cast, name: str, silence: Silence) -> None:
    record = Record("P-1", {name: Answer(silence=silence)})
    about = taken_in(cast, write_instance(record), "a.xml")
    assert let_out(cast, about, [name]).record.row == record.row
