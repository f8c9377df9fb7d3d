"""From answers to options: a table decides, each option says why, and nothing is counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.learn.content.addresses import address
from waymark.learn.content.pages import page_called, pages_of
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.reading import RIGHTS, Condition, Navigator, Option


@dataclass(frozen=True)
class Offered:
    """One option as a page shows it: what, where it leads, and because of which answers."""

    option: Option
    title: str
    text: str
    url: str
    link: str
    reason: str

    @property
    def outside(self) -> bool:
        """Whether it leads to somebody else's page."""
        return self.option.source is not None


def offered(navigator: Navigator, answers: Answers) -> list[Offered]:
    """Every option that these answers lead to, in the order of the file."""
    country = answers.one("country")
    return [
        _shown(navigator, option, answers, country)
        for option in navigator.options
        if _applies(option, answers)
    ]


def _applies(option: Option, answers: Answers) -> bool:
    if answers.matching(option.unless):
        return False
    return option.group == "always" or bool(answers.matching(option.when))


def _shown(navigator: Navigator, option: Option, answers: Answers, country: str) -> Offered:
    url, link = _link(option, country)
    return Offered(
        option=option,
        title=navigator.words(f"options.{option.id}.title"),
        text=navigator.words(f"options.{option.id}.text"),
        url=url,
        link=link,
        reason=because(navigator, answers.matching(option.when)),
    )


def because(navigator: Navigator, conditions: Iterable[Condition]) -> str:
    """The reason in words: the answers themselves; empty for what everybody is offered."""
    said = [_said(navigator, each) for each in conditions]
    return _("Because you said: %(answers)s") % {"answers": " · ".join(said)} if said else ""


def _said(navigator: Navigator, each: Condition) -> str:
    answer = navigator.answer(each.question, each.answer)
    if navigator.questions[each.question].kind == "many":
        return answer
    short = navigator.words(f"short.{each.question}")
    asked = f"{short}:" if short else navigator.words(f"questions.{each.question}")
    return f"{asked} {answer}"


def _link(option: Option, country: str) -> tuple[str, str]:
    """Where an option leads, and the words of the link; both empty where it leads nowhere."""
    if option.source:
        return option.source.url, option.source.title
    slug = rights_page(country) if option.page == RIGHTS else option.page
    url = address(slug) if slug else ""
    page = page_called(slug) if slug else None
    return url, page.title if page else ""


def rights_page(country: str) -> str:
    """The page about rights in a country, else the one that lists the countries."""
    own = pages_of(RIGHTS, country) if country else []
    return own[0].slug if own else RIGHTS
