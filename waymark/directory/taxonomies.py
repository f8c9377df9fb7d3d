"""Classifications of services: Open Eligibility comes with the install, others from a file.

A term's id is made of the taxonomy's name and the term's code, so that every installation has the
same ids and loading again changes nothing. A term that a newer file no longer has stays: services
may carry it.
"""

import csv
import io
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from waymark.directory.models import Taxonomy, TaxonomyTerm

OPEN_ELIGIBILITY = "Open Eligibility"
TERMS_FILE = Path(__file__).parent / "data" / "openeligibility" / "terms.csv"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "waymark:taxonomy")
BATCH = 500
# What others call the columns: HSDS's taxonomy_terms.csv, and Ohana's taxonomy.csv.
OTHER_NAMES = {
    "taxonomy_id": "code",
    "parent_id": "parent_code",
    "parent": "parent_code",
    "uri": "term_uri",
}
TEXTS = ("name", "description", "language", "term_uri")


class TaxonomyFileError(Exception):
    """A taxonomy's file that cannot be used; the message names the line and what to do."""


@dataclass(frozen=True)
class Term:
    """One term of a file; `parent_code` is empty for a group at the top."""

    code: str
    name: str
    parent_code: str = ""
    description: str = ""
    language: str = ""
    term_uri: str = ""


@dataclass(frozen=True)
class TermsLoaded:
    """How many terms a load added, changed and left, and how many the file no longer has."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0


def taxonomy_id(name: str = OPEN_ELIGIBILITY) -> uuid.UUID:
    """The id of a taxonomy, made of its name; capitals do not matter."""
    return uuid.uuid5(NAMESPACE, name.strip().casefold())


def term_id(code: str, taxonomy: str = OPEN_ELIGIBILITY) -> uuid.UUID:
    """The id of a term, made of its taxonomy's name and its code."""
    return uuid.uuid5(taxonomy_id(taxonomy), code.strip())


def published() -> QuerySet[Taxonomy]:
    """Those that may go out: to the public, to partners, in exports."""
    return Taxonomy.objects.filter(may_be_published=True)


def published_terms() -> QuerySet[TaxonomyTerm]:
    """Their terms, and those of which no taxonomy is here that could say no."""
    return TaxonomyTerm.objects.exclude(taxonomy_detail__may_be_published=False)


def held_back(terms: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these terms may not go out."""
    rows = TaxonomyTerm.objects.filter(taxonomy_detail__may_be_published=False, pk__in=list(terms))
    return set(rows.values_list("pk", flat=True))


def is_bundled(name: str) -> bool:
    """Whether a taxonomy of this name comes with the install."""
    return taxonomy_id(name) == taxonomy_id()


def load_taxonomies() -> TermsLoaded:
    """Bring Open Eligibility into the database; a second time changes nothing."""
    about = Taxonomy(
        name=OPEN_ELIGIBILITY,
        description="Services and the situations that they are for.",
        uri="https://github.com/auntbertha/openeligibility",
        version="2.0",
        licence="CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/",
    )
    return load_terms(about, read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name))


def read_terms(content: bytes, name: str) -> list[Term]:
    """The terms of a CSV file (UTF-8). Raises TaxonomyFileError."""
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        reader.fieldnames = [_column(each) for each in reader.fieldnames or ()]
        if not {"code", "name"} <= set(reader.fieldnames):
            raise TaxonomyFileError(f"{name}: its first line must name the columns code and name.")
        terms = [_term(row, f"{name}, line {reader.line_num}") for row in reader]
    except UnicodeDecodeError as fault:
        raise TaxonomyFileError(f"{name} is not UTF-8 text: save it as CSV (UTF-8).") from fault
    except csv.Error as fault:
        raise TaxonomyFileError(f"{name} is not a CSV file: {fault}.") from fault
    _refuse_tangles(terms, name)
    return terms


def _column(heading: str) -> str:
    plain = heading.strip().lower()
    return OTHER_NAMES.get(plain, plain)


def _term(row: dict[str, str | None], where: str) -> Term:
    values = {key: (row.get(key) or "").strip() for key in ("code", "parent_code", *TEXTS)}
    if not values["code"] or not values["name"]:
        raise TaxonomyFileError(f"{where}: a term needs a code and a name.")
    return Term(**values)


def _refuse_tangles(terms: Sequence[Term], name: str) -> None:
    """Raise TaxonomyFileError for a code that stands twice, a parent that is missing, a circle."""
    if not terms:
        raise TaxonomyFileError(f"{name} holds no terms.")
    parents = {term.code: term.parent_code for term in terms}
    if len(parents) < len(terms):
        twice = Counter(term.code for term in terms).most_common(1)[0][0]
        raise TaxonomyFileError(f"{name}: the code {twice} stands there twice.")
    for term in terms:
        if term.parent_code and term.parent_code not in parents:
            raise TaxonomyFileError(
                f"{name}: {term.code} is below {term.parent_code}, which is missing."
            )
    whole = {""}  # codes whose way up is known to end
    for term in terms:
        way: list[str] = []
        code = term.code
        while code not in whole:
            if code in way:
                raise TaxonomyFileError(f"{name}: {code} is below itself.")
            way.append(code)
            code = parents[code]
        whole.update(way)


@transaction.atomic
def load_terms(about: Taxonomy, terms: Iterable[Term]) -> TermsLoaded:
    """Bring a taxonomy (name, ..., licence, whether it may be published) and its terms up to date.

    Writes only what differs. Permission is the caller's.
    """
    about.id = taxonomy_id(about.name)
    _save_if_changed(about)
    known = {row.id: row for row in TaxonomyTerm.objects.filter(taxonomy_detail=about)}
    rows = [_row(about, term) for term in terms]
    new = [row for row in rows if row.id not in known]
    changed = [row for row in rows if row.id in known and _differs(row, known[row.id])]
    TaxonomyTerm.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        TaxonomyTerm.objects.bulk_update(changed, ["taxonomy", "parent", *TEXTS], BATCH)
    return TermsLoaded(
        added=len(new),
        changed=len(changed),
        unchanged=len(rows) - len(new) - len(changed),
        missing=len(known.keys() - {row.id for row in rows}),
    )


def _save_if_changed(about: Taxonomy) -> None:
    known = Taxonomy.objects.filter(pk=about.pk).first()
    if known is None or any(
        getattr(known, name) != getattr(about, name)
        for name in ("name", "description", "uri", "version", "licence", "may_be_published")
    ):
        about.save(force_insert=known is None, force_update=known is not None)


def _row(about: Taxonomy, term: Term) -> TaxonomyTerm:
    return TaxonomyTerm(
        id=term_id(term.code, about.name),
        code=term.code,
        parent_id=term_id(term.parent_code, about.name) if term.parent_code else None,
        taxonomy=about.name,
        taxonomy_detail=about,
        **{name: getattr(term, name) for name in TEXTS},
    )


def _differs(row: TaxonomyTerm, known: TaxonomyTerm) -> bool:
    names = ("taxonomy", "parent_id", *TEXTS)
    return any(getattr(row, name) != getattr(known, name) for name in names)
