"""Whatever lists a file holds, they are told from end to end or refused with a reason."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.lists import ListError
from waymark.evidence.reading import read_lists
from waymark.evidence.report import files
from waymark.evidence.work import Options, work

CELL = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 2_000))
FILES = st.integers(2, 4).flatmap(
    lambda size: st.lists(CELL, min_size=2**size - 1, max_size=2**size - 1).map(
        lambda counts: "\n".join(
            [
                ",".join([*"abcd"[:size], "count"]),
                *(
                    ",".join([*(str(cell >> place & 1) for place in range(size)), str(count)])
                    for cell, count in enumerate(counts, start=1)
                ),
            ]
        )
    )
)


@settings(max_examples=40, deadline=None)
@given(FILES)
def test_any_counts(text: str) -> None:
    try:
        run = work(read_lists(text.encode()), options=Options(replicates=20))
    except ListError as fault:
        assert len(str(fault)) > 20  # noqa: PT017  a refusal is as good as a report
        return
    made = files(run)
    record = json.loads(made["report.json"])
    verdict = run.reliability.verdict
    assert record["verdict"]["may"] == verdict.may
    assert run.reading.table.total <= verdict.low <= verdict.high
    assert verdict.sentence in " ".join(made["report.txt"].split())
