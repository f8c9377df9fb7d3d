"""What is wrong with the lists for disclosures and releases: for `waymark content check`."""

from waymark.cases.reference.checks import overdue, words_problems
from waymark.learn.content.faults import ContentError
from waymark.referrals.reference.disclosures import read_disclosures
from waymark.referrals.reference.releases import read_releases


def problems() -> list[str]:
    """Every problem, one sentence each, the file first."""
    try:
        disclosures, releases = read_disclosures(), read_releases()
    except ContentError as fault:
        return [str(fault)]
    return [
        *overdue("disclosures", {"disclosure_clocks.toml": disclosures.review}),
        *overdue("releases", {"releases.toml": releases.review}),
        *words_problems("disclosures", disclosures.words),
        *words_problems("releases", releases.words),
    ]
