"""The same person on several registers: with names inside one organisation, without them across.

    with duckdb_engine() as engine:
        pairs = link_people(people, engine, seed=1)
    table = list_table(pairs.names, pairs.register, clusters(pairs, 0.9))

    data, report = encode(people, key, Parameters(round="2026 first"))    # each organisation
    counts = link([data, ...])                                            # the linking party

Engines are in `waymark.evidence.linkage.engines`: importing them loads Splink and DuckDB.
"""

from typing import TYPE_CHECKING

from waymark.evidence.exports import attach

if TYPE_CHECKING:
    from waymark.evidence.linkage.combined import with_linkage_uncertainty
    from waymark.evidence.linkage.draws import drawn_clusters, drawn_tables
    from waymark.evidence.linkage.encoding import Encoded, Report, encode, read_encoded
    from waymark.evidence.linkage.names import latin, skeleton
    from waymark.evidence.linkage.pairs import Pairs, link_people
    from waymark.evidence.linkage.partition import clusters, list_table
    from waymark.evidence.linkage.party import link, overlaps
    from waymark.evidence.linkage.people import Person, read_people
    from waymark.evidence.linkage.protection import Protected, Protection, protect
    from waymark.evidence.linkage.review import (
        Quality,
        labelled_quality,
        model_quality,
        read_labels,
        review_sheet,
    )
    from waymark.evidence.linkage.tokens import Parameters

__all__ = [
    "Encoded",
    "Pairs",
    "Parameters",
    "Person",
    "Protected",
    "Protection",
    "Quality",
    "Report",
    "clusters",
    "drawn_clusters",
    "drawn_tables",
    "encode",
    "labelled_quality",
    "latin",
    "link",
    "link_people",
    "list_table",
    "model_quality",
    "overlaps",
    "protect",
    "read_encoded",
    "read_labels",
    "read_people",
    "review_sheet",
    "skeleton",
    "with_linkage_uncertainty",
]

__getattr__ = attach(
    __name__,
    {
        "combined": ("with_linkage_uncertainty",),
        "draws": ("drawn_clusters", "drawn_tables"),
        "encoding": ("Encoded", "Report", "encode", "read_encoded"),
        "names": ("latin", "skeleton"),
        "pairs": ("Pairs", "link_people"),
        "partition": ("clusters", "list_table"),
        "party": ("link", "overlaps"),
        "people": ("Person", "read_people"),
        "protection": ("Protected", "Protection", "protect"),
        "review": ("Quality", "labelled_quality", "model_quality", "read_labels", "review_sheet"),
        "tokens": ("Parameters",),
    },
)
