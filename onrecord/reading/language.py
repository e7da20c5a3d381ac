"""Which language a text is in, by its script and its most common little words.

Function words make up a third to a half of running text in the languages below (Zipf), so a few
dozen of them tell two languages apart within a paragraph; no model, no network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

ENOUGH = 5  # words: a headline of four names says nothing
SAMPLE = 20_000  # code points looked at
SHARE = 0.12  # of the words that must be known little words of the language

# Little words that are frequent in one language and rare in its neighbours.
LITTLE_WORDS = {
    "en": "the of and to in that is was for it with as on by at from his her they were are this have had be "
    "has not but an or who which their said will would after been its a he she we you",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
    "er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber "
    "vor zur bis mehr durch man sein wurde in",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec "
    "son cette ont mais comme ou si leur été aux elle nous vous deux même ses était être d l",
    "es": "de la que el en y los se del las un por con no una su para es al lo como más pero sus le ha este sí "
    "porque esta entre cuando muy sin sobre también fue había era según hasta desde",
    "it": "di e il che la in a per un è del non con le si da una i della al sono nel più alla come ha dei lo "
    "gli anche ma delle su o nella era suo questo dal ed essere stato tra hanno ai degli",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem "
    "à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era são",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog naar "
    "heeft hebben ze door over hij werd wordt was worden tot deze geen die meer kan",
    "sv": "och att det som en på är av för med den till inte har de ett om han men var jag från vi så kan när "
    "hade ska nu sig eller efter också under vid mot skulle i",
    "da": "og at det er en til på som med de af ikke der den har for et var han men fra vi så kan når havde "
    "skal sig eller efter også ved mod ville jeg om blev nu bliver i",
    "no": "og at det er en til på som med de av ikke den har for et var han men fra vi så kan når hadde skal "
    "seg eller etter også ved mot ville jeg om ble nå blir i",
    "fi": "ja on ei se että oli hän ovat mutta kun myös sen joka mukaan olla kuin niin jos ole vain nyt tai "
    "hänen sitä siitä tämä ollut olisi jo ne he mitä",
    "pl": "i w na z się nie do to że jest o jak za od po przez ale dla jego oraz co był tym przed był która "
    "który są może ich tego było tak już także by",
    "cs": "a v se na je že z s o do i to k ve pro za jsou by ale po jako co jeho který od podle při nebo byl "
    "jsem také až jen která však není už aby",
    "sk": "a v sa na je že z s o do i to k vo pre za sú by ale po ako čo jeho ktorý od podľa pri alebo bol som "
    "tiež až len ktorá však nie už aby",
    "hu": "a az és hogy nem is egy ez meg van volt de már csak ha el mint azt még volna ki szerint után ezt "
    "lehet ami aki sem vagy minden majd",
    "ro": "de și a în la cu că pe din nu un care o pentru este sunt mai fi au ca să ce prin fost după dar sau "
    "lui al ale între această acest se",
    "tr": "ve bir bu da de için ile çok olarak daha gibi en ne sonra kadar olan ancak ama var dedi değil ki "
    "o her şey tarafından göre",
    "id": "yang dan di dengan untuk dari ini itu pada tidak dalam akan telah adalah juga ke oleh mereka ada "
    "bahwa sudah atau karena saat kata saya",
    "vi": "và của là có không được trong cho một các với những đã này người khi từ để ở nhưng cũng ra vào đến "
    "tại theo sẽ về",
    "ru": "и в не на что с он как это по но из у за от так же о для к его она они мы был было до или быть при "
    "уже бы сказал также том которые который если",
    "uk": "і в не на що з він як це по але за від так же про для до його вона вони ми був було або бути при "
    "вже та у й який які також щоб якщо є із зі",
    "bg": "и в не на че с той как това по но от за така си до или е са се да ще при вече бе който която които "
    "са също те ние като",
    "sr": "и у не на да је се за од су као са који која које али из до о то би што није или ће био по након "
    "i u je se su kao sa koji koja koje ali što nije će bio ne da na za od",
    "hr": "i u je se na da su za od kao sa koji koja koje ali iz do o to bi što nije ili će bio po nakon tijekom "
    "te također prema",
    "ar": "في من على إلى أن عن مع هذا هذه التي الذي كان لا ما بعد أو وقال قال بين قد كما لم ذلك إن وقد خلال كل",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت شد شده بود می های",
    "ur": "کے کی میں ہے اور سے کا کو نے پر یہ ہیں اس کہ بھی تھا کر نہیں ایک وہ گیا",
}

# A script that by itself (nearly) names the language.
SCRIPTS = {
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta",
}

# Letters that only one of the languages with common little words writes.
LETTERS = {"uk": "іїєґ", "ru": "ыэё", "sr": "ђјљњћџ", "fa": "پچژگ", "ur": "ٹڈڑںے", "sk": "ľĺŕô", "cs": "řěů"}

_WORDS = {code: frozenset(words.split()) for code, words in LITTLE_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where its words do not say."""
    sample = text[:SAMPLE].lower()
    words = _WORD.findall(sample)
    script = _script(sample)
    if script:
        return "ja" if _holds_kana(sample) else script
    return _by_words(words, sample) if len(words) >= ENOUGH else None


def little_words(text: str) -> int:
    """How many words of the text are little words of one language, of the best: wrongly decoded text has few."""
    words = _WORD.findall(text[:SAMPLE].lower())
    return max(sum(word in little for word in words) for little in _WORDS.values())


def _script(sample: str) -> str | None:
    """The language named by the script of most letters; None for a script that many share."""
    found: Counter[str] = Counter()
    for char in sample[:2000]:
        if char.isalpha():
            found[_letters(char)] += 1
    if not found:
        return None
    [(name, _)] = found.most_common(1)
    return SCRIPTS.get(name)


@functools.lru_cache(maxsize=8192)
def _letters(char: str) -> str:
    """The script that a letter's name begins with."""
    return unicodedata.name(char, "").split(" ")[0].split("-")[0]


def _holds_kana(sample: str) -> bool:
    # Japanese is mostly Han characters in a headline; Chinese never holds kana.
    return any("\u3040" <= char <= "\u30ff" for char in sample)


def _by_words(words: list[str], sample: str) -> str | None:
    counts = Counter(words)
    scores = {code: sum(counts[word] for word in little & counts.keys()) for code, little in _WORDS.items()}
    for code, letters in LETTERS.items():
        # Neighbours share their little words; a letter of one's own tips the balance.
        if any(letter in sample for letter in letters):
            scores[code] = round(scores[code] * 1.3)
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= max(2, SHARE * len(words)) else None
