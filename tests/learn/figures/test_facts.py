"""Every figure of the facts base with confidence A or B is carried in, and C with its label.

The facts base lies beside this repository while it is made; a copy of the repository alone has
none. Then only that each row below is a figure with that number is checked.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from waymark.learn.figures import queries
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Confidence, Unit

FACTS = Path(__file__).resolve().parents[4] / "shared" / "reference" / "facts" / "facts.md"
# As it is written there, the figure, and its number here.
CARRIED = (
    ("7,499", "line-sex-2021", "7499"),
    ("1 in 6 endangered runaways", "young-2019", "6"),
    ("16% of those who ran from social-services care", "young-missing-care-2019", "16"),
    ("2022 1 in 6", "young-2022", "6"),
    ("2024 1 in 7", "young-2024", "7"),
    ("18% of those missing from care", "young-missing-care-2024", "18"),
    ("4.8 M", "world-sex-2016", "4800000"),
    ("3.8 M adults", "world-sex-adults-2016", "3800000"),
    ("1.0 M children", "world-sex-children-2016", "1000000"),
    ("99% women/girls", "world-women-2016", "99"),
    ("6.3 M", "world-sex-2021", "6300000"),
    ("27.6 M", "world-labour-2021", "27600000"),
    ("49.6 M", "world-slavery-2021", "49600000"),
    ("nearly 4 in 5", "world-women-2021", "80"),
    ("3.3 M children in forced labour", "world-children-2021", "3300000"),
    ("more than half in CSE", "world-children-sex-2021", "50"),
    ("women 39%", "found-women", "39"),
    ("girls 22%", "found-girls", "22"),
    ("boys 16%", "found-boys", "16"),
    ("men 23%", "found-men", "23"),
    ("45% of detected boys", "found-boys-labour", "45"),
    ("47% other", "found-boys-other", "47"),
    ("73% male", "uk-male-2024", "73"),
    ("7,572", "line-cases-2016", "7572"),
    ("8,042", "line-all-cases-2016", "8042"),
    ("5,551", "line-sex-2016", "5551"),
    ("labour 1,057", "line-labour-2016", "1057"),
    ("unspecified 696", "line-unknown-2016", "696"),
    ("both 268", "line-both-2016", "268"),
    ("calls 26,727", "line-calls-2016", "26727"),
    ("~10,950", "line-cases-2018", "10949"),
    ("7,850", "line-sex-2018", "7850"),
    ("51,919", "line-cases-2007-2018", "51919"),
    ("11,500 situations", "line-cases-2019", "11500"),
    ("8,248", "line-sex-2019", "8248"),
    ("victims 22,326", "line-victims-2019", "22326"),
    ("traffickers 4,384", "line-suspects-2019", "4384"),
    ("businesses 1,912", "line-businesses-2019", "1912"),
    ("48,258 contacts", "line-signals-2019", "48258"),
    ("~10,500", "line-cases-2020", "10500"),
    ("51,600 contacts", "line-signals-2020", "51667"),
    ("10,360 / 10,359", "line-cases-2021", "10360"),
    ("victims 16,554 (also 16,710)", "line-victims-2021", "16554"),
    ("substantive contacts 51,073", "line-signals-2021", "51073"),
    ("13,594 calls", "line-survivor-calls-2021", "13594"),
    ("112,000+ cases", "line-cases-2007-2025", "112000"),
    ("460,000+ signals", "line-signals-2007-2025", "460000"),
    ("218,000+ victims/survivors", "line-victims-2007-2025", "218000"),
    ("42% of sex-trafficking victims recruited", "line-family-2020", "42"),
    ("39% by an intimate partner", "line-partner-2020", "39"),
    ("2012 1/8", "young-2012", "8"),
    ("2013 1/7", "young-2013", "7"),
    ("67% in state care", "young-were-in-care-2013", "67"),
    ("2016 1/6", "young-2016", "6"),
    ("86% in care", "young-were-in-care-2016", "86"),
    ("2017 1/7", "young-2017", "7"),
    ("88% in care", "young-were-in-care-2017", "88"),
    ("27,800+ CST reports", "young-reports-2024", "27800"),
    ("4.5 M", "world-sex-2012", "4500000"),
    ("98% women/girls", "world-women-2012", "98"),
    ("40.3 M", "world-slavery-2016", "40300000"),
    ("24.9 M", "world-labour-2016", "24900000"),
    ("+25%", "found-change-2019", "25"),
    ("+43%", "found-change-2020", "43"),
    ("202,478", "found-2020-2023", "202478"),
    ("38% children", "found-children", "38"),
    ("61% women+girls", "found-female", "61"),
    ("girls +38%", "found-change-girls", "38"),
    ("children +31%", "found-change-children", "31"),
    ("42% forced labour", "found-labour", "42"),
    ("38% sexual", "found-sex", "38"),
    ("8% | forced criminality", "found-crime-2022", "8"),
    ("1% in 2016", "found-crime-2016", "1"),
    ("133,943", "governments-victims-2023", "133943"),
    ("18,774", "governments-prosecutions-2023", "18774"),
    ("7,115", "governments-convictions-2023", "7115"),
    ("115,324", "governments-victims-2022", "115324"),
    ("15,159", "governments-prosecutions-2022", "15159"),
    ("5,577", "governments-convictions-2022", "5577"),
    ("90,354", "governments-victims-2021", "90354"),
    ("10,572", "governments-prosecutions-2021", "10572"),
    ("5,260", "governments-convictions-2021", "5260"),
    ("10,793", "eu-2023", "10793"),
    ("63% female", "eu-female-2023", "63"),
    ("13% children", "eu-children-2023", "13"),
    ("43.8% sexual", "eu-sex-share-2023", "43.8"),
    ("36% labour", "eu-labour-share-2023", "36"),
    ("9,678", "eu-2024", "9678"),
    ("4,219 sexual", "eu-sex-2024", "4219"),
    ("(46%)", "eu-sex-share-2024", "46"),
    ("3,391 labour", "eu-labour-2024", "3391"),
    ("(37%)", "eu-labour-share-2024", "37"),
    ("19,125", "uk-2024", "19125"),
    ("16,990", "uk-2023", "16990"),
    ("4,411 and 4,441", "uk-nationals-2024", "4441"),
    ("67 identified", "ie-2024", "67"),
    ("420 reports", "au-2025", "420"),
    ("(382)", "au-2024", "382"),
    ("1,912 referred", "courts-referred-2022", "1912"),
    ("1,656 prosecuted", "courts-prosecuted-2022", "1656"),
    ("1,118 convicted", "courts-convicted-2022", "1118"),
    ("1,070", "courts-charged-2022", "1070"),
    ("523 of", "courts-children-2022", "523"),
    ("203 with", "courts-labour-sex-2022", "203"),
    ("95% of federal HT defendants", "courts-citizens-2022", "95"),
)
SECONDARY = frozenset(
    {
        *("line-cases-2020", "line-cases-2021", "line-sex-2021", "line-victims-2021"),
        *("line-signals-2021", "line-survivor-calls-2021"),
    }
)


@pytest.mark.parametrize(("written", "identity", "number"), CARRIED, ids=[r[1] for r in CARRIED])
def test_each_fact_is_a_figure(written: str, identity: str, number: str) -> None:
    assert written
    found = queries.figure(identity)
    assert found is not None
    assert found.value == Decimal(number)
    assert found.secondary_only is (identity in SECONDARY)


def test_each_fact_stands_in_the_facts_base() -> None:
    if not FACTS.is_file():
        pytest.skip("the facts base is not beside this repository")
    text = FACTS.read_text(encoding="utf-8").replace("**", "")
    assert [written for written, _id, _number in CARRIED if written not in text] == []


def test_only_what_is_labelled_comes_from_secondary_sources() -> None:
    labelled = {each.id for each in queries.figures() if each.confidence is Confidence.C}
    assert labelled == SECONDARY


def test_units_that_must_not_be_mixed_up() -> None:
    units = {each.id: each.unit for each in queries.figures()}
    assert {
        units[each]
        for each in units
        if "cases" in each or ("-sex-20" in each and each.startswith("line"))
    } == {Unit.CASE}
    assert units["line-victims-2019"] is Unit.VICTIM_LIKELY
    assert units["eu-2023"] is Unit.VICTIM_IDENTIFIED
    assert units["uk-2024"] is Unit.REFERRAL
    assert units["au-2025"] is Unit.SIGNAL
    assert units["courts-referred-2022"] is Unit.SUSPECTED_PERPETRATOR


def test_each_figure_of_the_united_states_has_the_note_beside_it() -> None:
    american = [each for each in queries.figures() if each.place == "US"]
    assert len(american) > 40
    assert all(queries.note_beside(each) for each in american)
    assert book().notes["US"].source.url.startswith("https://www.everycrsreport.com/")


def test_the_old_world_estimate_leads_to_the_new_one() -> None:
    old, new = queries.figure("world-sex-2016"), queries.figure("world-sex-2021")
    assert old is not None
    assert new is not None
    assert queries.replacing(old) == new
    assert [each.id for each in queries.replaced_by(new)] == ["world-sex-2016", "world-sex-2012"]


def test_the_circulating_numbers_are_answered() -> None:
    words = book().words
    claims = " ".join(words(f"unused.{each.id}.claim", "en") for each in queries.unused())
    for number in ("300,000", "100,000", "12 to 14", "1%", "150 billion", "88%", "Gitnux"):
        assert number in claims
    assert "236 billion" in words("unused.billions.why", "en")
