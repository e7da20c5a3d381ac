"""What the rooms beneath say in English, in the reader's language: sentence and translation side by side."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from onrecord.errors import NotFound, WrongUse
from onrecord.ledger import ContradictionQuery
from onrecord.ledger.territory import sentences
from onrecord.ledger.territory.sentences import AND_ON, Ground, Reasons
from onrecord.pages import retold, spoken
from onrecord.pages.unfit import WRONG, unfit
from onrecord.records import Place
from onrecord.resolution import speakers
from tests.ledger.ground import BAKHMUT
from tests.pages.test_territory_pages import ground

__all__ = ["ground"]
UK = {"Accept-Language": "uk"}


@pytest.fixture
def ukrainian():
    with spoken.speaking("uk"):
        yield


# --- why a place's status is as it is ---

STATUSES = [
    (Reasons(), "Nothing that the ledger knows says who held it or who claimed it.", "Ніщо з відомого реєстрові"),
    (
        Reasons(held=(Ground("Ukraine", ("CONTROL",), 1),), denied=1),
        "Ukraine is reported to hold it: reported control (1 independent source). 1 claim says otherwise.",
        "Повідомляють, що тримає Ukraine: повідомлений контроль (1 незалежне джерело). 1 твердження каже інше.",
    ),
    (
        Reasons(claimed=(Ground("Russia", ("CONTROL", "SOVEREIGNTY"), 5),)),
        "Nobody but a side that gains by it is reported to hold it. "
        "Russia claims it: reported control and a claim to sovereignty (5 independent sources).",
        "Що хтось тримає це місце, повідомляє лише сторона, якій це вигідно. "
        "Своїм вважає Russia: повідомлений контроль і претензія на суверенітет (5 незалежних джерел).",
    ),
    (
        Reasons(held=(Ground("Russia", ("CAPTURE", "CONTROL", "SOVEREIGNTY"), 2, part=True),), weighed=(5000, 12345)),
        "Russia is reported to hold part of it: a completed capture, which lasts until something ends it, reported "
        "control and a claim to sovereignty (2 independent sources). "
        "Only the latest 5,000 of 12,345 claims were weighed.",
        "Повідомляють, що частину тримає Russia: завершене захоплення, чинне, доки його щось не припинить, "
        "повідомлений контроль і претензія на суверенітет (2 незалежні джерела). "
        "Зважено лише 5 000 найновіших тверджень із 12 345.",
    ),
]


@pytest.mark.parametrize(("reasons", "english", "said"), STATUSES)
def test_a_status_says_why_in_both_languages(reasons, english, said, ukrainian):
    assert sentences.why(reasons) == english
    assert said in sentences.why(reasons, retold.TONGUE).replace("\u00a0", " ")


def test_a_places_page_and_the_map_say_why_in_ukrainian(ground, public):
    for path in (f"/places/{BAKHMUT.id}", "/territory/map"):
        page = public.get(path, params={"on": "2023-05-23"}, headers=UK).text
        assert "Повідомляють, що тримає Russia: завершене захоплення" in page
        assert "is reported to hold" not in page
        assert "is reported to hold it: a completed capture" in public.get(path, params={"on": "2023-05-23"}).text


def test_the_api_says_why_in_english_as_the_commands_do(ground, public):
    answer = public.get("/api/territory", params={"place": "Bakhmut", "on": "2023-05-23"}, headers=UK).json()
    assert "is reported to hold it: a completed capture" in answer["why"]


def test_what_contains_a_place_by_whose_account(ukrainian):
    place = Place(id="p", name="Kherson", within=("Kherson Oblast", "Ukraine (claimed by Russia)"))
    assert retold.within(place) == "Kherson Oblast · Ukraine (своїм вважає Russia)"


# --- what a contradiction is, and what it hangs on ---


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (sentences.EXTENT % {"name": "Soledar"}, "чи йдеться про все це місце (Soledar)"),
        (sentences.LEVEL % {"name": "Kherson"}, "чи «Kherson» — це місто, чи названа за ним область"),
        (
            AND_ON.join((sentences.EXTENT % {"name": "Trinidad"}, sentences.DATES)),
            "чи йдеться про все це місце (Trinidad) і від того, чи перетинаються обидва часи, не названі точніше",
        ),
        # a hinge of an older version of onrecord, which no message of now made
        ("what <i>it</i> means", '<span lang="en">what &lt;i&gt;it&lt;/i&gt; means</span>'),
    ],
)
def test_what_it_hangs_on_is_told_again_or_called_english(on, said, ukrainian):
    assert retold.hinges(on) == said


@pytest.mark.parametrize("rule", sentences.RULES)
def test_every_rule_is_told_again(rule, ukrainian):
    assert re.findall("[A-Za-z]", retold.against(rule, None)) == []
    assert retold.against(rule, sentences.DATES).endswith("не названі точніше.")


def test_a_contradictions_page_says_its_rule_in_ukrainian(ground, desk):
    [found] = ground.ledger.contradictions(ContradictionQuery(place=BAKHMUT))
    page = desk.get(f"/contradictions/{found.id}", headers=UK).text
    assert retold_in("uk", found.rule, found.on) in page
    assert sentences.RULES[found.rule] not in page
    assert sentences.against(found.rule, found.on) in desk.get(f"/contradictions/{found.id}").text


def retold_in(lang, rule, on):
    with spoken.speaking(lang):
        return retold.against(rule, on)


# --- why a speaker is who it is ---


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("“the mayor” is described, not named.", "«the mayor» описано, але не названо."),
        ("“he”: Iven Sorrel, as named just before it.", "«he»: Iven Sorrel, як названо безпосередньо перед цим."),
        ("“she” could be Lund or another.", "«she» — можливо, Lund, а можливо, хтось інший."),
        ("“they” could be Lund or Wren.", "«they» — можливо, Lund, а можливо, Wren."),
        ("“the “Elm” paper” names it.", "«the “Elm” paper» називає його прямо."),
        ("I was there.", "I was there."),  # a person's words stay theirs
        ("“100 %(words)s” are several.", "«100 %(words)s» — їх кілька."),
    ],
)
def test_a_reason_of_the_machine_is_told_again_and_a_persons_is_left(why, said, ukrainian):
    assert retold.why(why) == said


def test_no_two_messages_fit_one_sentence_differently():
    for messages in (retold.WHYS, retold.ERRORS, retold.HINGES):
        for at, one in enumerate(messages):
            made = re.sub(r"%\((\w+)\)s", r"a \1", str.__str__(one))
            fits = [each for each in messages if retold._shape(str.__str__(each)).fullmatch(made)]
            assert fits[0] == one, (at, made)


def reasons_of(source):
    """What stands in code as a speaker's reason, each hole filled: the third word of an Answer, and every `why`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            named = [word.value for word in node.keywords if word.arg == "why"]
            yield from node.args[2:3] if getattr(node.func, "id", "") == "Answer" else ()
            yield from named


def filled(node):
    """A string of code as it may be said; none for what is handed on."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "Ada or Eve" for part in node.values)
    return node.value if isinstance(node, ast.Constant) else None


def test_every_reason_that_the_resolver_may_give_is_known(ukrainian):
    source = Path(speakers.__file__).read_text(encoding="utf-8")
    whys = [said for node in reasons_of(source) if (said := filled(node))]
    assert len(whys) > 20
    assert [why for why in whys if retold.again(why, retold.WHYS) is None] == []


# --- errors ---


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            WrongUse("this is no date", "soon", "Write 2022-12-08, 2022-12 or 2022"),
            "soon: це не дата. Пишіть 2022-12-08,",
        ),
        (WrongUse("kind is missing"), "бракує: kind"),
        (NotFound("the ledger holds no tower of this id", "x"), "x: the ledger holds no tower of this id"),
    ],
)
def test_an_error_is_told_again_as_far_as_it_is_known(error, said, ukrainian):
    assert retold.fault(error).startswith(said)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/territory?name=Nowhereville", 404, "ні географічний довідник, ні реєстр не знають місця"),
        ("/territory?name=Springfield", 404, "це може бути кілька місць. Скажіть яке"),
        ("/contradictions?place=Nowhereville", 404, "ні географічний довідник, ні реєстр не знають місця"),
        ("/territory/map?on=never", 422, "«never» — не дата."),
        ("/contradictions?rule=R99", 422, "«R99» — не правило"),
        (f"/territory?name={'x' * 201}", 422, "щонайбільше 200 знаків"),
        ("/places/none", 404, "Жодне твердження цього реєстру не стосується місця"),
        ("/nope", 404, "Тут нічого немає"),
    ],
)
def test_a_problem_is_told_in_ukrainian(ground, public, path, status, said):
    answer = public.get(path, headers=UK)
    assert answer.status_code == status
    assert said in answer.text


def test_a_form_for_a_claim_says_in_words_what_may_be_chosen_and_what_is_missing(desk):
    form = desk.get("/desk/claim").text
    for choice in ('<option value="CONTROL" selected>control', '<option value="CT" selected>certain', ">it is not so<"):
        assert choice in form
    sent = {"kind": "CONTROL", "quotation": "Ours.", "address": "https://news.example/1", "place": "Nowhereville"}
    answer = desk.post("/desk/claim", data=sent, headers=UK)
    assert answer.status_code == 422
    assert "ні географічний довідник, ні реєстр не знають місця" in answer.text


def test_a_program_is_answered_in_the_language_it_asks_for_and_in_english_else(public):
    for header, lang, title in ((UK, "uk", "Тут нічого немає"), ({}, "en", "Nothing here")):
        answer = public.get("/api/documents/none", headers=header)
        assert answer.status_code == 404
        assert answer.json()["title"] == title
        assert answer.headers["content-language"] == lang
        assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize("kind", WRONG)
def test_what_does_not_fit_is_said_without_a_hole(kind, ukrainian):
    values = {"max_length": 9, "min_length": 1, "ge": 1, "le": 9, "expected": "'a', 'b' or 'c'", "pattern": "x"}
    said = unfit([{"type": kind, "loc": ("query", "on"), "msg": "English", "ctx": values, "input": "?"}])
    assert re.search("[а-яіїєґ]", said)
    assert "English" not in said
    assert "%(" not in said


def test_what_nobody_has_words_for_is_said_as_validation_says_it():
    said = unfit([{"type": "date_parsing", "loc": ("query", "on"), "msg": "Input should be a valid date"}])
    assert said == "on: Input should be a valid date"
