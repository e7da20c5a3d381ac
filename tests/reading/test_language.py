# ruff: noqa: E501  (tables of words read best by the line)
"""A paragraph in, its language out; a page that says nothing gets no language."""

from __future__ import annotations

import pytest

from onrecord.reading.language import language_of

PARAGRAPHS = {
    "en": "The minister said on Monday that the bridge would be closed for repairs until the end of the week.",
    "de": "Der Minister sagte am Montag, dass die Brücke bis zum Ende der Woche für Arbeiten gesperrt werde.",
    "fr": "Le ministre a déclaré lundi que le pont serait fermé pour des travaux jusqu'à la fin de la semaine.",
    "es": "El ministro dijo el lunes que el puente estará cerrado por obras hasta el final de la semana.",
    "it": "Il ministro ha detto lunedì che il ponte resterà chiuso per lavori fino alla fine della settimana.",
    "pt": "O ministro disse na segunda-feira que a ponte não será aberta até o fim da semana, por causa das obras.",
    "nl": "De minister zei maandag dat de brug tot het einde van de week voor werkzaamheden gesloten blijft.",
    "sv": "Ministern sade på måndagen att bron är stängd för arbeten och att den inte öppnar före veckans slut.",
    "da": "Ministeren sagde mandag, at broen er lukket af hensyn til arbejdet, og at den ikke åbner før weekenden.",
    "no": "Ministeren sa mandag at broen er stengt av hensyn til arbeidet, og at den ikke åpner før etter helgen nå.",
    "fi": "Ministeri sanoi maanantaina, että silta on suljettu ja se avataan vasta kun työt ovat valmiit.",
    "pl": "Minister powiedział w poniedziałek, że most jest zamknięty z powodu prac i nie będzie otwarty do piątku.",
    "cs": "Ministr v pondělí řekl, že most je kvůli opravám uzavřen a že se do konce týdne neotevře.",
    "sk": "Minister v pondelok povedal, že most je pre opravy uzavretý a že sa do konca týždňa neotvorí, ako čakali.",
    "hu": "A miniszter hétfőn azt mondta, hogy a híd a hét végéig zárva van, és nem nyitják meg addig.",
    "ro": "Ministrul a spus luni că podul este închis pentru lucrări și că nu va fi deschis până la sfârșitul săptămânii.",
    "tr": "Bakan pazartesi günü köprünün bakım için kapatıldığını ve bu hafta sonuna kadar açılmayacağını, ancak daha sonra açılacağını söyledi.",
    "id": "Menteri mengatakan pada hari Senin bahwa jembatan itu akan ditutup untuk perbaikan dan tidak dibuka minggu ini.",
    "vi": "Bộ trưởng nói hôm thứ Hai rằng cây cầu sẽ đóng cửa để sửa chữa và không được mở cho đến cuối tuần.",
    "ru": "Министр сказал в понедельник, что мост закрыт на ремонт и что он не будет открыт до конца недели.",
    "uk": "Міністр сказав у понеділок, що міст закрито на ремонт і що він не буде відкритий до кінця тижня.",
    "bg": "Министърът каза в понеделник, че мостът е затворен за ремонт и че няма да се отвори до края на седмицата.",
    "sr": "Министар је у понедељак рекао да је мост затворен због радова и да неће бити отворен до краја недеље.",
    "el": "Ο υπουργός είπε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή.",
    "he": "השר אמר ביום שני שהגשר יישאר סגור עד סוף השבוע.",
    "ar": "قال الوزير يوم الاثنين إن الجسر مغلق من أجل الإصلاح وإنه لن يفتح قبل نهاية الأسبوع في المدينة.",
    "fa": "وزیر روز دوشنبه گفت که پل برای تعمیر بسته شده است و تا پایان هفته باز نمی شود.",
    "hi": "मंत्री ने सोमवार को कहा कि पुल मरम्मत के लिए बंद रहेगा।",
    "th": "รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานจะปิดซ่อม",
    "ko": "장관은 월요일에 다리가 주말까지 폐쇄될 것이라고 말했다.",
    "ja": "大臣は月曜日、橋は週末まで閉鎖されると述べた。",
    "zh": "部长星期一表示，大桥将关闭至周末。",
}


@pytest.mark.parametrize(("code", "text"), PARAGRAPHS.items(), ids=PARAGRAPHS)
def test_names_the_language_of_a_sentence(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "   ", "12 345 67", "Volkov Marin Petrescu", "@@@ ### $$$", "xk qwz blrf gnrt plmk tzzk wkr"]
)
def test_says_nothing_where_the_words_do_not(text: str) -> None:
    assert language_of(text) is None


def test_names_of_another_language_do_not_mislead() -> None:
    text = "The mayor of São João da Madeira told the paper that the Câmara Municipal had not been asked."
    assert language_of(text) == "en"
