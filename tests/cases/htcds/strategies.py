"""Any answer to any field, and any record, as Hypothesis makes them."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from waymark.cases.htcds.answers import UNUSABLE, Answer, Further, Record, Silence, Value, listed
from waymark.cases.htcds.standard import FIELDS, Field, Group, Kind, fields_of

# Letters that files trip over: formulas, markup, separators, escapes of workbooks, many scripts.
AWKWARD = st.sampled_from("=+-@'\"<>&;|,/\\ \n\t_x0041_]]>%{}éßعربี\u200fğ😀Z0")
LETTERS = st.one_of(AWKWARD, st.characters(exclude_categories=("Cs", "Cn")))


def _is_tidy(text: str) -> bool:
    return bool(text) and text == text.strip() and not UNUSABLE.search(text)


TEXTS = (
    st.text(LETTERS, min_size=1, max_size=30)
    .map(lambda text: text.replace("\r", "\n").strip())
    .filter(_is_tidy)
)


def _values(field: Field) -> SearchStrategy[Value]:
    codes = st.sampled_from(sorted(listed(field.name)) or ["-"])
    edge = 90 if field.name.endswith("Latitude") else 180
    made: dict[Kind, SearchStrategy[Value]] = {
        Kind.TEXT: TEXTS,
        Kind.CHOICE: codes,
        Kind.CHOICES: st.lists(codes, min_size=1, max_size=4, unique=True).map(tuple),
        Kind.DATE: st.dates(date(1, 1, 1)),
        Kind.NUMBER: st.integers(0, 999),
        Kind.COORDINATE: st.decimals(-edge, edge, places=6) | st.just(Decimal("1.123456789012")),
        Kind.YES_NO: st.booleans(),
    }
    return made[field.kind]


def _answers(field: Field) -> SearchStrategy[Answer]:
    silences = st.sampled_from(Silence).map(lambda silence: Answer(silence=silence))
    return st.one_of(_values(field).map(Answer), silences)


ANY_ANSWER = {name: _answers(field) for name, field in FIELDS.items()}
PLACES = st.sampled_from(sorted(FIELDS))
KEYS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


@st.composite
def rows(draw: st.DrawFn, names: list[str], least: int = 0) -> dict[str, Answer]:
    """Answers to some of these fields."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=least, max_size=8, unique=True))
    return {name: draw(ANY_ANSWER[name]) for name in chosen}


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record, perhaps with parts that its case has several of."""
    row = draw(rows(sorted(FIELDS)))
    further = []
    for group in draw(st.lists(st.sampled_from(Group), max_size=2)):
        names = [field.name for field in fields_of(group)]
        if not any(name in row for name in names):
            row[names[0]] = draw(ANY_ANSWER[names[0]])
        further.append(Further(group, draw(rows(names, least=1))))
    return Record(draw(KEYS), row, tuple(further))


def batches() -> SearchStrategy[list[Record]]:
    """Several records, each with a key of its own."""
    return st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.key)
