"""The end of every way through: options, whatever was answered, each with its reason."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from waymark.contacts import queries as contacts
from waymark.contacts.models import Contact
from waymark.contacts.queries import Country, CountryLines
from waymark.contacts.wording import Kind
from waymark.directory.finding.cards import Cards
from waymark.directory.finding.form import FindForm
from waymark.directory.finding.results import Result
from waymark.directory.finding.where import Where
from waymark.learn.content.review import Source
from waymark.screening.navigator import services, way
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.options import Offered, because, offered
from waymark.screening.navigator.places import place_of
from waymark.screening.navigator.reading import NEEDS, Condition, Navigator
from waymark.screening.navigator.screens import said

MOST_LINES = 3


@dataclass(frozen=True)
class Lines:
    """Whom one can talk to in a country. `every` is None where nobody said which country."""

    every: CountryLines | None
    shown: list[Contact]
    unverified: list[Contact]
    own: Country | None
    url: str

    @property
    def elsewhere(self) -> bool:
        """Whether the number at the top of the page is that of another country."""
        return bool(self.every and self.own and self.every.country.code != self.own.code)


@dataclass(frozen=True)
class Said:
    """What was answered on one screen, to be read again and changed."""

    step: str
    answers: list[tuple[str, str]]


def lines(answers: Answers, country: str) -> Lines:
    """The few confirmed lines to show first: those for children first where it is about one."""
    own = contacts.own_country()
    every = contacts.lines_for(country) if country else None
    child = answers.has("age", "under-18") or answers.has(NEEDS, "child")
    confirmed = every.confirmed if every else []
    ordered = sorted(confirmed, key=lambda line: (line.kind == Kind.CHILD_PROTECTION) is not child)
    known = any(each.code == country for each in contacts.countries())
    return Lines(
        every=every,
        shown=ordered[:MOST_LINES],
        unverified=[each for each in every.unverified if not each.is_enforcement] if every else [],
        own=contacts.named(own) if own else None,
        url=reverse("lines_in", args=[country]) if known else reverse("lines"),
    )


@dataclass(frozen=True)
class End:
    """Everything that the last page shows."""

    options: list[Offered]
    lines: Lines
    found: services.Services
    where: Where
    find_form: FindForm
    said: list[Said]
    sources: list[Source]

    def in_group(self, group: str) -> list[Offered]:
        """The options of one part of the page."""
        return [each for each in self.options if each.option.group == group]

    @property
    def urgent(self) -> bool:
        """Whether the emergency number belongs on the page."""
        return self.lines.elsewhere or any(each.option.urgent for each in self.options)

    @property
    def results(self) -> list[Result]:
        """The services one by one."""
        return [result for group in self.found.groups for result in group.results]


def end(navigator: Navigator, answers: Answers) -> End:
    """What could help, out of the answers. It always has options."""
    where = place_of(answers)
    options = offered(navigator, answers)
    cited = {source.id for each in options for source in each.option.cites}
    return End(
        options=options,
        lines=lines(answers, where.country),
        found=services.services(navigator, answers, where),
        where=where,
        find_form=services.find_form(navigator, answers),
        said=_said(navigator, answers),
        sources=[source for source in navigator.sources if source.id in cited],
    )


def groups(navigator: Navigator, found: services.Services) -> list[tuple[str, SafeString]]:
    """The services as cards, below the reason that they share."""
    cards = Cards()
    return [
        (
            because(navigator, [Condition(NEEDS, need) for need in group.needs]),
            cards.of(group.results),
        )
        for group in found.groups
    ]


def _said(navigator: Navigator, answers: Answers) -> list[Said]:
    return [
        Said(
            step.id,
            [
                (
                    navigator.words(f"short.{each.id}") or navigator.words(f"questions.{each.id}"),
                    said(navigator, answers, each),
                )
                for each in answers.asked(step, navigator)
            ],
        )
        for step in way.shown(navigator, answers)
        if step.questions
    ]
