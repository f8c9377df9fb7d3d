"""The pages of figures: each in one light request, with meaning, history, labels and citation."""

import gzip
import re
from dataclasses import replace
from datetime import date

import pytest

from tests.sites import PublicClient
from waymark.learn.figures import queries, reading
from waymark.learn.figures.reading import Book, book
from waymark.learn.figures.record import Figure
from waymark.learn.figures.rows import TOPICS

pytestmark = pytest.mark.django_db
MOST_BYTES = 14 * 1024
PAGES = (
    "figures/",
    "figures/unused/",
    *(f"figures/about/{topic}/" for topic in TOPICS),
    "figures/series/line-cases/",
    "figures/series/young/",
    "figures/young-2024/",
)


def with_figure(monkeypatch: pytest.MonkeyPatch, changed: Figure) -> None:
    """Let the site know this figure in place of the one with its id."""
    original = book()
    tampered = replace(original, figures={**original.figures, changed.id: changed})

    def read() -> Book:
        return tampered

    for module in ("queries", "showing", "wording", "drawing", "tables", "views"):
        monkeypatch.setattr(f"waymark.learn.figures.{module}.book", read)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_light_and_answers_conditional_requests(
    public_client: PublicClient, path: str
) -> None:
    page = public_client.get(f"/ar/{path}")
    assert page.status_code == 200
    assert len(gzip.compress(page.content, 6)) <= MOST_BYTES
    assert "style=" not in page.text
    assert (
        public_client.get(f"/ar/{path}", headers={"If-None-Match": page["ETag"]}).status_code == 304
    )


def test_topics_hold_every_figure_in_force(public_client: PublicClient) -> None:
    for topic in TOPICS:
        text = public_client.get(f"/en/figures/about/{topic}/").text
        for each in queries.about(topic):
            assert queries.sentence(each) in text.replace("&amp;", "&"), each.id


@pytest.mark.parametrize("topic", ["line", "young", "courts"])
def test_counts_of_the_united_states_stand_beside_what_nobody_knows(
    public_client: PublicClient, topic: str
) -> None:
    said = "Nobody knows how many people are trafficked in the United States."
    assert said in public_client.get(f"/en/figures/about/{topic}/").text
    first = queries.about(topic)[0]
    assert said in public_client.get(f"/en/figures/{first.id}/").text
    assert said not in public_client.get("/en/figures/about/world/").text


def test_one_figure_shows_what_replaced_it_and_what_it_replaced(
    public_client: PublicClient,
) -> None:
    page = public_client.get("/en/figures/world-sex-2016/").text
    assert "replaced by a newer figure" in page
    newer = page.index("6,300,000 people at any one time")
    older = page.index("4,500,000 people at any one time")
    assert newer < page.index("What was counted") < older
    assert "replaced by a newer figure" not in public_client.get("/en/figures/world-sex-2021/").text


def test_secondary_sources_and_older_figures_are_labelled(
    public_client: PublicClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "secondary source only" in public_client.get("/en/figures/line-sex-2021/").text
    assert "secondary source only" not in public_client.get("/en/figures/line-sex-2019/").text
    assert "older figure" not in public_client.get("/en/figures/world-sex-2021/").text
    overdue = replace(book().figures["world-sex-2021"], review_due=date(2024, 1, 1))
    with_figure(monkeypatch, overdue)
    assert "older figure" in public_client.get("/en/figures/world-sex-2021/").text
    assert "older figure" in public_client.get("/en/figures/about/world/").text
    assert "older figure" in public_client.get("/en/figures/series/world-sex/").text


def test_a_series_is_one_picture_with_the_same_numbers_in_a_table(
    public_client: PublicClient,
) -> None:
    page = public_client.get("/en/figures/series/line-cases/").text
    (chart,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    (table,) = re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL)
    assert 'role="img"' in chart
    assert "<title" in chart
    assert "<desc" in chart
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", chart))
    for number in ("5,973", "8,042", "7,572", "10,949", "about 11,500", "over 10,500", "10,360"):
        assert number in chart
        assert number in table
    for reason in ("only the hotline", "No figure for the time between", "secondary source only"):
        assert reason in words  # a long one takes two lines
        assert reason in table


def test_a_figure_can_be_cited(public_client: PublicClient) -> None:
    page = public_client.get("/en/figures/found-women/").text
    assert "As cited by ACRATH. Retrieved November 30, 2026, from https://acrath.org.au/" in page
    assert "@misc{found-women," in page
    assert "year = {2024}" in page


def test_numbers_not_used_say_who_why_and_what_instead(public_client: PublicClient) -> None:
    page = public_client.get("/en/figures/unused/").text
    assert page.count("Why we do not:") == len(queries.unused())
    for each in queries.unused():
        assert all(f"/en/figures/{identity}/" in page for identity in each.instead)


@pytest.mark.parametrize(
    "path",
    ["figures/moon/", "figures/about/moon/", "figures/series/moon/", "figures/series/moon.csv"],
)
def test_what_is_no_figure_is_not_found(public_client: PublicClient, path: str) -> None:
    assert public_client.get(f"/en/figures/{path}").status_code == 404


def test_nothing_can_be_sent_to_figures(public_client: PublicClient) -> None:
    assert public_client.post("/en/figures/").status_code == 405
    assert public_client.post("/en/figures.csv").status_code == 405


def test_the_figures_are_among_the_things_to_read(public_client: PublicClient) -> None:
    assert "/en/figures/" in public_client.get("/en/read/").text
    assert reading.KIND == "figures"
