"""Who does what a verb says: before it, over insertions and relative clauses, or above an infinitive."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.events.backwards import antecedent, group_start, is_finite, phrase_ending, skip_back
from onrecord.extraction.events.lexicon import among
from onrecord.extraction.events.phrases import Phrase, Phrases, behind, phrase_at, reduced
from onrecord.extraction.events.words import Word


def is_passive(run: list[Word], verb: int) -> bool:
    """Whether the verb is done to its subject: "was captured", "captured by"."""
    if "part" not in run[verb].forms:
        return False
    start = group_start(run, verb)
    helpers = [word for word in run[start:verb] if word.tag in ("B", "H", "M", "O")]
    if helpers:
        return helpers[-1].tag == "B"
    return verb + 1 < len(run) and (
        run[verb + 1].low == "by" or (run[verb + 1].tag == "T" and run[min(verb + 2, len(run) - 1)].low == "by")
    )


def subject(run: list[Word], verb: int, depth: int = 0) -> Phrases:
    """Who or what a verb is said of; of an infinitive or a participle, who is said to do it."""
    start = group_start(run, verb)
    at = start - 1
    if at < 0 or depth > 6:
        return _following(run, verb) if at < 0 and run[verb].tag == "V" else ()
    if any(word.tag == "TO" for word in run[start:verb]):
        return _controller(run, start, depth)
    at = skip_back(run, at)
    if at < 0:
        return _following(run, verb)
    word = run[at]
    if word.tag == ",":
        return _across(run, at, verb, depth)
    if word.tag == "R" or (word.low == "that" and at > 0 and run[at - 1].tag in ("N", "T")):
        return antecedent(run, at)
    if word.tag == "C":
        return _shared(run, at, depth)
    if word.tag in ("P", "V", "S"):
        return _main(run, at, verb, depth)
    if word.tag in ("N", "PRO", "D"):
        return _before(run, at, depth)
    return ()


def _before(run: list[Word], at: int, depth: int) -> Phrases:
    """The subject that ends at a word: the head of its chain of "of", "in" ..., with what is joined to it."""
    phrase = phrase_ending(run, at)
    last = phrase
    while phrase.start > 1 and run[phrase.start - 1].tag == "P" and run[phrase.start - 2].tag in ("N", "D", "PRO"):
        phrase = phrase_ending(run, phrase.start - 2)
    if (
        phrase.start > 1
        and run[phrase.start - 1].low == "by"
        and run[phrase.start - 2].tag == "V"
        and reduced(run, phrase.start - 2)
    ):
        return _before(run, phrase.start - 3, depth)
    trailing = phrase.start > 2 and run[phrase.start - 1].tag == "P" and run[phrase.start - 2].tag == "V"
    if trailing and run[phrase.start - 3].tag == "N" and "part" in run[phrase.start - 2].forms:
        return _before(run, phrase.start - 3, depth)  # "rockets fired from the town"
    if (
        run[phrase.start].low in ("both", "all", "each")
        and phrase.end == phrase.start + 1
        and run[phrase.start - 1].tag == "N"
    ):
        return _before(run, phrase.start - 1, depth)
    if phrase.start > 0 and run[phrase.start - 1].tag == "P" and phrase != last:
        phrase = last
    return (*_joined(run, phrase), phrase)


def _joined(run: list[Word], phrase: Phrase) -> Phrases:
    """Those joined to a subject by "and" before it, where they are no object of a verb."""
    at = phrase.start - 1
    if at < 1 or run[at].low not in ("and", "or"):
        return ()
    at -= 1
    if run[at].tag == ",":
        return ()
    found: list[Phrase] = []
    while at >= 0 and run[at].tag == "N":
        one = phrase_ending(run, at)
        found.insert(0, one)
        at = one.start - 1
        if at < 0 or run[at].tag != ",":
            break
        at -= 1
    bound = run[at].tag if at >= 0 else "start"
    return tuple(found) if bound in ("start", ",", "S", "“", "C", ";") or _says(run, at) else ()


def _says(run: list[Word], at: int) -> bool:
    return at >= 0 and run[at].tag == "V" and run[at].lemma in ("say", "claim", "report", "announce")


def _across(run: list[Word], comma: int, verb: int, depth: int) -> Phrases:
    """Before a comma: over what is put in between two commas to the subject; of a participle, the main subject."""
    bare = (run[group_start(run, verb)] is run[verb] and not run[verb].forms & {"past", "s"}) or (
        run[verb].forms == frozenset(("ing",))
    )
    if bare and "ing" in run[verb].forms:
        main = next((at for at in range(comma - 1, -1, -1) if run[at].tag == "V" and is_finite(run, at)), None)
        if main is None and any(word.tag == "B" for word in run[:comma]):
            return copular(run, next(at for at in range(comma) if run[at].tag in ("B", "H")))
        return subject(run, main, depth + 1) if main is not None else _following(run, verb)
    opening = next((at for at in range(comma - 1, 0, -1) if run[at].tag == ","), None)
    if opening is None:
        if run[comma - 1].tag in ("N", "PRO") and verb == comma + 1:  # "Bakhmut, captured by ..."
            return _before(run, comma - 1, depth)
        return ()
    at = skip_back(run, opening - 1)
    return _before(run, at, depth) if at >= 0 and run[at].tag in ("N", "PRO") else ()


def _shared(run: list[Word], conj: int, depth: int) -> Phrases:
    """After "and": the subject of the verb before it."""
    for at in range(conj - 1, -1, -1):
        if run[at].tag == "V" and not (at and run[at - 1].tag == "D"):
            if is_passive(run, at) and reduced(run, at):
                continue
            return subject(run, at, depth + 1)
        if run[at].tag == "B":
            return copular(run, at)
    return ()


def copular(run: list[Word], be: int) -> Phrases:
    """What "is" is said of."""
    return subject(run, be)


def _main(run: list[Word], at: int, verb: int, depth: int) -> Phrases:
    """After a preposition ("after seizing") or a verb ("continue fighting"): that clause's own subject."""
    if run[at].tag == "V" and is_finite(run, verb):
        return _through(run, at)
    if run[at].tag == "V":
        return subject(run, at, depth + 1)
    above = next((back for back in range(at - 1, -1, -1) if run[back].tag in ("V", "B", "H")), None)
    if above is None:
        return _following(run, verb)
    if run[above].tag != "V":
        return copular(run, above)
    if run[above].lemma in ("accuse", "suspect", "stop", "prevent", "deter", "keep", "blame"):
        objects, _ = behind(run, above + 1)
        return objects
    return subject(run, above, depth + 1)


def _through(run: list[Word], says: int) -> Phrases:
    """Before "he said" in "Donetsk, which he said was taken"."""
    back = skip_back(run, says - 1)
    own = phrase_ending(run, back) if back > 0 and run[back].tag in ("N", "PRO") else None
    opens = own is not None and own.start > 0 and run[own.start - 1].tag == "R"
    return antecedent(run, own.start - 1) if own and opens else ()


def _following(run: list[Word], verb: int) -> Phrases:
    """The subject of the clause that follows an opening participle: "Sweeping in, militants overran"."""
    comma = next((at for at in range(verb, len(run)) if run[at].tag == ","), None)
    if comma is None:
        return ()
    phrase = phrase_at(run, comma + 1)
    return (phrase,) if phrase else ()


def _controller(run: list[Word], start: int, depth: int) -> Phrases:
    """Who is to do what an infinitive says: the object before it where a verb commands ("called on Russia to"),
    else the subject of the verb above."""
    at = skip_back(run, start - 1)
    if at < 0:
        return ()
    above = next(
        (back for back in range(at, -1, -1) if run[back].tag in ("V", "H", "B") or run[back].tag in (",", "S")), None
    )
    if above and run[above].tag == "," and run[at].low in among("above", "intent") | among("above", "acts"):
        main = next((back for back in range(above - 1, -1, -1) if run[back].tag == "V"), None)
        if main is not None:  # "took the airport, in the operation to retake the city"
            return subject(run, main, depth + 1)
    if above is None or run[above].tag in (",", "S"):
        return _before(run, at, depth) if run[at].tag == "N" else ()
    if run[above].tag == "V" and above < at and run[above].lemma in among("above", "command"):
        held = [
            phrase for word, phrases in behind(run, above + 1)[1] if word in ("on", "upon", "for") for phrase in phrases
        ]
        return tuple(held) or behind(run, above + 1)[0]
    first = phrase_ending(run, at).start if run[at].tag == "N" else at
    if run[above].tag == "B" and above < first and run[first].tag == "D" and skip_back(run, first - 1) == above:
        return copular(run, above)  # "became the first country to recognise it"
    owner = _of_noun(run, at, above)
    if owner is not None:
        return owner
    if run[above].tag in ("H", "B"):
        return copular(run, above)
    return subject(run, above, depth + 1)


def _of_noun(run: list[Word], at: int, above: int) -> Phrases | None:
    """Whose a noun before an infinitive is: "the Iraqi operation to retake"; nobody's by "the campaign to", unless
    the verb before begins it; none where the subject's own is meant ("its efforts to", "has no plans to")."""
    if run[at].tag != "N" or at == above:
        return None
    phrase = phrase_ending(run, at)
    names = [step for step in range(phrase.start, at) if run[step].name]
    aside = phrase.start > 0 and run[phrase.start - 1].low in ("in", "at", "on", "with", "after", "during")
    if aside and run[at].low not in among("above", "intent") | among("above", "acts"):
        return None  # "agreed in Norwich to withdraw"
    if run[at].low not in among("above", "intent") | among("above", "acts") | {"attempt", "attempts"}:
        return (phrase,) if run[above].tag != "V" or run[above].lemma not in among("above", "command") else None
    if names:
        return (Phrase(names[0], names[-1] + 1),)
    begins = run[above].tag in ("H", "B") or run[above].lemma in among("above", "begin") or above + 1 == at
    return None if begins or run[phrase.start].low != "the" else ()


def above(run: list[Word], verb: int) -> Iterator[int]:
    """The words an infinitive or participle hangs on, the nearest first: a verb, or a noun such as "plans"."""
    start = group_start(run, verb)
    infinitive = any(word.tag == "TO" for word in run[start:verb])
    at = skip_back(run, start - 1)
    if not infinitive and not (
        run[verb].forms == frozenset(("ing",)) and at >= 0 and run[at].tag in ("V", "P", "N", "B")
    ):
        return
    while at >= 0 and run[at].tag in ("N", "D", "P", "A", "PRO", "T"):
        if run[at].tag == "N":
            yield at
        at -= 1
    if at >= 0 and run[at].tag in ("V", "B", "H"):
        yield at
        if run[at].tag == "V":
            yield from above(run, at)
    if at > 0 and run[at].tag == "C":  # "to seize Aleppo and hold it"
        earlier = next((back for back in range(at - 1, -1, -1) if run[back].tag == "V"), None)
        if earlier is not None:
            yield from above(run, earlier)


def gap(run: list[Word], verb: int) -> Phrases:
    """The object that stands before its clause: "areas that Armenia handed over", "the regions it annexed"."""
    at = skip_back(run, group_start(run, verb) - 1)
    if at > 0 and run[at].low == "and":  # "which Israel captured in 1967 and annexed in 1981"
        earlier = next((back for back in range(at - 1, -1, -1) if run[back].tag in ("V", ",", ";", "S")), 0)
        return gap(run, earlier) if run[earlier].tag == "V" and not behind(run, earlier + 1)[0] else ()
    if at < 0 or run[at].tag not in ("N", "PRO"):
        return ()
    own = phrase_ending(run, at)
    back = own.start - 1
    if back < 1:
        return ()
    if run[back].tag == "R" or run[back].low == "that":
        return antecedent(run, back)
    bare = run[own.start].tag == "PRO" and run[back].tag in ("N", "T")
    return antecedent(run, own.start) if bare else ()
