"""The pages in the reader's language: chosen by address, remembered, else the site's or the browser's; dates too."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.pages import spoken, words
from onrecord.pages.spoken import Phrase, chosen
from tests.pages.conftest import PUBLIC, application

UK, EN = "Читачі відповідають", "Readers answer"


def reader(kept, header="", **settings):
    app = application(kept.ledger, **settings)
    headers = {"accept-language": header} if header else {}
    return TestClient(app, base_url=PUBLIC, client=("203.0.113.9", 4000), headers=headers, follow_redirects=False)


@pytest.mark.parametrize(
    ("choice", "cookie", "setting", "header", "expected"),
    [
        ("", "", "", "", "en"),
        ("", "", "", "uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("", "", "", "de, en;q=0.5, uk;q=0.7", "uk"),
        ("", "", "", "uk;q=0, en", "en"),
        ("", "", "", "fr, *;q=0.1", "en"),
        ("", "", "", ";;;=,q=1", "en"),
        ("", "", "uk", "en", "uk"),
        ("", "en", "uk", "uk", "en"),
        ("uk", "en", "en", "en", "uk"),
        ("xx", "yy", "zz", "", "en"),
    ],
)
def test_whose_word_counts(choice, cookie, setting, header, expected):
    assert chosen(choice, cookie, setting, header) == expected


def test_a_page_speaks_the_browsers_language_and_says_so(kept):
    answer = reader(kept, "uk").get(f"/articles/{kept.new.document.id}")
    assert '<html lang="uk">' in answer.text
    assert UK in answer.text
    assert EN not in answer.text
    assert answer.headers["vary"] == "Cookie, Accept-Language"


def test_a_choice_is_remembered_and_pages_of_two_languages_are_kept_apart(kept):
    path = f"/articles/{kept.new.document.id}"
    one, two = reader(kept), None
    assert EN in one.get(path).text
    switched = one.get(f"{path}?lang=uk")
    assert UK in switched.text
    assert "onrecord_lang=uk" in switched.headers["set-cookie"]
    assert UK in one.get(path).text
    two = TestClient(one.app, base_url=PUBLIC, client=("203.0.113.9", 4000))
    assert EN in two.get(path).text
    assert UK in one.get(path).text
    assert "set-cookie" not in two.get(f"{path}?lang=xx").headers


def test_a_site_has_its_language(kept):
    assert '<html lang="uk">' in reader(kept, "en", language="uk").get("/").text


def test_problems_and_tables_are_said_in_the_language(kept):
    uk = reader(kept, "uk")
    assert "Тут нічого немає" in uk.get("/articles/nothing").text
    assert "власними словами" in uk.get("/search").text


def test_a_form_comes_back_in_the_language(kept):
    answer = reader(kept, "uk").post(f"/articles/{kept.new.document.id}/comment", data={"text": "Так."})
    assert "Ще нічого не опубліковано" in answer.text


@pytest.mark.parametrize(
    ("iso", "lang", "expected"),
    [
        ("2022-11-13", "en", "13 November 2022"),
        ("2022-11-13", "uk", "13 листопада 2022"),
        ("2022-11", "uk", "листопад 2022"),
        ("2022", "uk", "2022"),
        ("2022-02-31", "uk", "2022-02-31"),  # there is no such day: it stays as it was written
        ("soon", "uk", "soon"),
    ],
)
def test_dates_are_written_as_people_write_them(iso, lang, expected):
    spoken.speak(lang)
    assert words.day(iso).removesuffix(" р.") == expected
    spoken.speak("en")


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 коментар"), (2, "2 коментарі"), (5, "5 коментарів"), (21, "21 коментар")]
)
def test_ukrainian_counts_in_three_forms(count, expected):
    spoken.speak("uk")
    assert spoken.ngettext("%(num)s comment", "%(num)s comments", count) % {"num": count} == expected
    spoken.speak("en")


def test_what_was_said_before_anyone_asked_is_said_when_it_is_printed():
    waiting = Phrase("Deleted by its author.")
    spoken.speak("uk")
    assert [f"{waiting}", str(waiting), str(waiting.__html__())] == ["Видалено автором."] * 3
    spoken.speak("en")
    assert f"{waiting}" == "Deleted by its author."


def test_numbers_are_written_as_people_write_them():
    spoken.speak("uk")
    assert spoken.number(12345).replace("\u00a0", " ") == "12 345"
    spoken.speak("en")
    assert spoken.number(12345) == "12,345"
