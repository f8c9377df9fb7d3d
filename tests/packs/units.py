"""Invented people to count, as plain units: no database, so that there can be many of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from waymark.packs.definitions import Population, packs
from waymark.packs.tally import Happened, Tally, Unit

PEOPLE = packs()["otip"].population
MONTHS = tuple(f"2025-{month:02}" for month in range(1, 7))
START = datetime(2025, 1, 1, tzinfo=UTC)
SINGLE = {each.id: each.categories for each in PEOPLE.questions.values() if not each.many}
MANY = {"service": ("food", "case-management"), "referral": ("requested", "accepted")}
MOMENTS = st.integers(0, 200).map(lambda day: START + timedelta(days=day))
MONTH = st.sampled_from((*MONTHS, "2025-07", "2025-12"))
HAPPENED = st.sampled_from(sorted(MANY)).flatmap(
    lambda name: st.builds(Happened, st.just(name), st.sampled_from(MANY[name]), MONTH, MOMENTS)
)
KNOWN = st.fixed_dictionaries({name: st.sampled_from(each) for name, each in SINGLE.items()})


@st.composite
def units(draw: st.DrawFn, most: int = 12) -> list[Unit]:
    """Some people, each counted once."""
    made = st.builds(
        Unit,
        who=st.just("?"),
        month=MONTH,
        recorded=MOMENTS,
        one=KNOWN,
        many=st.lists(HAPPENED, max_size=4).map(tuple),
    )
    found = draw(st.lists(made, max_size=most))
    return [
        Unit(f"p{number}", each.month, each.recorded, each.one, each.many)
        for number, each in enumerate(found)
    ]


def tally(
    found: list[Unit],
    *,
    population: Population = PEOPLE,
    since: dict[str, datetime] | None = None,
    until: datetime = START + timedelta(days=365),
) -> Tally:
    """They are counted."""
    made = Tally(population, MONTHS, since or {}, until)
    for each in found:
        made.add(each)
    return made
