"""The components: labels, hints, mistakes and escaping, whatever a field is called."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st


class Report(forms.Form):
    who = forms.ChoiceField(widget=forms.RadioSelect, choices=[("me", "Me"), ("other", "Other")])
    text = forms.CharField(label="What happens?", help_text="A <few> words.", max_length=5)
    town = forms.CharField(required=False)
    child = forms.BooleanField(required=False, help_text="Under 18.")
    ways = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=[("a", "A"), ("b", "B")]
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("general"):
            raise forms.ValidationError("General <mistake>")


def render(source: str, *, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template("{% load i18n web %}" + source).render(Context(context))


def field(name: str, form: forms.Form, tag: str = "{% form_field field %}") -> str:
    return render(tag, field=form[name])


def test_a_field_has_a_label_and_its_hint() -> None:
    html = field("text", Report())
    assert '<label for="id_text">What happens?</label>' in html
    assert '<p class="hint" id="id_text_hint">A &lt;few&gt; words.</p>' in html
    assert 'aria-describedby="id_text_hint"' in html
    assert "aria-invalid" not in html


def test_a_mistake_is_tied_to_its_field() -> None:
    html = field("text", Report({"text": "too long"}))
    assert 'aria-describedby="id_text_hint id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="too long"' in html
    assert html.count('id="id_text_error"') == 1


def test_no_attribute_stands_twice() -> None:
    for name in ("who", "text", "town", "child", "ways"):
        for tag in re.findall(r"<\w+[^>]*>", field(name, Report({}))):
            names = re.findall(r" ([a-z-]+)(?:=|>| )", tag)
            assert len(names) == len(set(names)), tag


def test_ids_are_unique_in_a_form() -> None:
    html = render("{% for f in form %}{% form_field f %}{% endfor %}", form=Report({}))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(target.split()) <= set(ids)
    for target in re.findall(r' for="([^"]+)"', html):
        assert target in ids


def test_what_is_optional_says_so_unless_the_page_does() -> None:
    assert "(if you want)" in field("town", Report())
    assert "(if you want)" not in field("text", Report())
    quiet = field("town", Report(), "{% form_field field mark_optional=False %}")
    assert "(if you want)" not in quiet


def test_choices_are_a_group_with_a_legend() -> None:
    html = field("who", Report({}))
    assert html.startswith('<fieldset class="field invalid" aria-describedby="id_who_error">')
    assert "<legend>Who</legend>" in html
    assert html.count('type="radio"') == 2


def test_what_was_chosen_stays_chosen() -> None:
    html = field("ways", Report({"ways": ["b"]}))
    assert re.search(r'value="b"[^>]* checked', html)
    assert not re.search(r'value="a"[^>]* checked', html)


def test_a_single_box_stands_inside_its_label() -> None:
    html = field("child", Report())
    assert re.search(r'<label class="choice" for="id_child"><input[^>]+type="checkbox"', html)
    assert 'aria-describedby="id_child_hint"' in html


def test_the_summary_links_to_each_mistake() -> None:
    html = render("{% error_summary form %}", form=Report({"text": "too long", "general": "1"}))
    assert 'role="alert"' in html
    assert 'href="#id_who_0"' in html
    assert 'href="#id_text"' in html
    assert "General &lt;mistake&gt;" in html
    assert "#id_key" not in html
    assert html.count("<li>") == 4


def test_the_summary_is_silent_without_mistakes() -> None:
    assert render("{% error_summary form %}", form=Report()).strip() == ""


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\0"), min_size=1))
def test_nothing_typed_becomes_markup(text: str) -> None:
    html = field("town", Report({"town": text}))
    assert html.count("<") == field("town", Report({"town": ""})).count("<")


def test_notices_escape_what_they_are_given() -> None:
    html = render("{% notice 'warn' %}<p>{{ text }}</p>{% endnotice %}", text="<b>")
    assert html == '<div class="notice warn"><p>&lt;b&gt;</p></div>'
    assert '"notice "' in render("{% notice kind %}x{% endnotice %}", kind="")


def test_a_table_has_a_caption_and_scrolls_by_keyboard() -> None:
    html = render("{% table caption %}<tbody></tbody>{% endtable %}", caption="<Reports>")
    caption, box = html.split('<div class="scroll"')
    assert caption == '<p class="caption">&lt;Reports&gt;</p>'
    assert 'role="region" tabindex="0" aria-label="&lt;Reports&gt;"' in box
    assert '<table aria-label="&lt;Reports&gt;"><tbody></tbody></table>' in box


def test_a_table_stacks_on_a_phone_where_it_was_made_for_that() -> None:
    html = render("{% table 'Reports' stack=True %}<tbody></tbody>{% endtable %}")
    assert '<table aria-label="Reports" class="stack"><tbody>' in html


def test_pills_and_empty_lists_escape() -> None:
    assert render("{% pill t 'strong' %}", t="<") == '<span class="pill strong">&lt;</span>'
    html = render("{% empty_state t %}", t="<")
    assert html == '<div class="empty"><p><strong>&lt;</strong></p></div>'


def test_facts_leave_out_what_is_missing_but_not_a_zero() -> None:
    html = render("{% facts p %}", p=[("A", ""), ("B", None), ("C", 0), ("D", "<x>")])
    assert re.findall(r"<dt>(\w)</dt>", html) == ["C", "D"]
    assert "<x>" not in html


def test_a_card_is_one_link() -> None:
    html = render("{% card 'Title' 'Text' '/en/write/' %}")
    assert html.count("<a ") == 1


@pytest.mark.parametrize(("number", "links"), [(1, ["2"]), (2, ["1", "3"]), (3, ["2"])])
def test_pagination_links_to_its_neighbours(number: int, links: list[str]) -> None:
    html = render("{% pagination page %}", page=Paginator(range(30), 10).page(number))
    assert re.findall(r'href="\?page=(\d)"', html) == links


def test_one_page_needs_no_pagination() -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_moment_is_shown_in_the_zone_in_force_and_names_it() -> None:
    moment = datetime(2026, 7, 1, 3, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("America/Chicago")):
        html = render("{% when moment %}", moment=moment)
    assert 'datetime="2026-06-30T22:30:00-05:00"' in html
    assert "CDT</time>" in html


def test_no_moment_shows_nothing() -> None:
    assert render("{% when moment %}", moment=None) == ""


def test_a_time_in_arabic_is_written_as_arabic_is() -> None:
    moment = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    shown = render("{% when moment %}", language="ar", moment=moment)
    assert re.search(r">23 نوفمبر، 2026، 2:05 [^ ,]+ UTC<", shown)
