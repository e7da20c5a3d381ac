# ruff: noqa: E501  (tables read best by the line)
"""What stands on a page besides article and talk: menus, share buttons, forms, footers.

Whole lines only, by language; a line of the article that happens to hold such a word is safe."""

from __future__ import annotations

import re

# Lines that are dropped wherever they stand.
BUTTONS = """
share|share this( article| story| page)?|share on \\w+|tweet( this)?|post|email( this)?|e-mail|print( this( page)?)?|pin( it)?|copy link|facebook|
twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|flipboard|save|bookmark|gift this article|listen( to this article)?|
advertisement|ad|sponsored|breaking( news)?|developing( story)?|exclusive|story continues below( advertisement)?|article continues (below|after).*|skip to (main )?content|skip to navigation|
skip advertisement|sign in|log ?in|register|log ?out|subscribe( now)?|menu|search|close( (this )?window)?|view in browser|home|navigation|back to top|toggle navigation|
sign up( for .*newsletter.*)?|newsletters?|follow us( on .*)?|follow|get the app|\\d+(-\\d+)? min(ute)?s?( read)?|view (this (e-?mail|message|letter) )?in (your|a|the) browser.*|
unsubscribe( here| from this (list|newsletter))?|forward (this )?to a friend|you (are receiving|received) this (e-?mail|message|newsletter) because.*|update your preferences.*|read more|
read more: .*|read also: .*|also read: .*|see also: .*|related: .*|more: .*|enlarge( this)? image|view image|play video|
hide caption|toggle caption|image|image source|#alternate.*|loading\\.*|accept( all)?( cookies)?|this site uses cookies.*|
teilen|drucken|merken|anzeige|werbung|zur startseite|startseite|anmelden|abonnieren|lesen sie auch: .*|mehr zum thema: .*|
partager|imprimer|publicité|s'abonner|se connecter|accueil|lire aussi : .*|a lire aussi.*|à lire aussi.*|
compartir|imprimir|publicidad|suscríbete|iniciar sesión|inicio|lea también: .*|condividi|stampa|pubblicità|abbonati|
compartilhar|publicidade|delen|afdrukken|advertentie|
поделиться|реклама|печать|читайте также:? .*|поширити|надрукувати|читайте також:? .*|udostępnij|drukuj|reklama|czytaj też:? .*
"""

# Headings after which only links to other pages come, until the talk.
TAILS = """
related( stories| articles| posts| content| news| topics| links)?:?|more (on this( story| topic)?|from .*|stories|news|like this)|most (read|popular|viewed)|
read next|up next|you (may|might)( also)? (like|be interested in).*|recommended( for you| stories| reading)?|trending( now)?|
latest( news| stories)?|popular (posts|stories|now)|editors'? picks?|what to read next|filed under:?.*|tags?:.*|topics:.*|categories:.*|
posted in:? .*|previous( post| article)?:?.*|next( post| article)?:?.*|about the author|
mehr zum thema|das könnte sie auch interessieren|meistgelesen|schlagwörter:?.*|sur le même sujet|les plus lus|más información|
lo más leído|leggi anche|notizie correlate|leia (também|mais)|lees ook|meest gelezen|читайте также|по теме|популярное|теги:?.*|
читайте також|за темою|zobacz też|czytaj także
"""

# Headings of the readers' talk.
TALKS = """
(\\d+|one|two|three|no)? ?(reader'?s?'?|readers'|user|your)? ?comments?( on .*| \\(?\\d+\\)?| for .*)?:?|comments? ?[(\\[]\\d+[)\\]]|
(\\d+|one|two|three) (responses?|replies|reply|thoughts?|reactions?)( (to|on) .*)?|(reader )?responses?( \\(\\d+\\))?|replies( \\(\\d+\\))?|discussion( \\(\\d+\\))?|
what (readers|others) (say|are saying)|join the (discussion|conversation)|letters|reactions( \\(\\d+\\))?|(view|show|all) (all )?\\d* ?comments|the conversation( \\(\\d+\\))?|
(\\d+ )?(leser)?kommentare?( \\(\\d+\\))?( zu .*)?|diskussion( \\(\\d+\\))?|(\\d+ )?commentaires?( \\(\\d+\\))?|(\\d+ )?comentarios?( \\(\\d+\\))?|
(\\d+ )?commenti?( \\(\\d+\\))?|(\\d+ )?comentários?( \\(\\d+\\))?|(\\d+ )?reacties?( \\(\\d+\\))?|(\\d+ )?kommentarer( \\(\\d+\\))?|
комментарии( \\(?\\d+\\)?)?|\\d+ комментари\\w+|обсуждение( \\(\\d+\\))?|коментарі( \\(?\\d+\\)?)?|\\d+ коментар\\w+|komentarze( \\(?\\d+\\)?)?|\\d+ komentarz\\w*
"""

# The form under a page: a prompt, or one of its fields.
FORMS = """
(please )?(enter|write|add|post|leave|submit|type) (a |your |an? )?(public )?(comments?|reply|response|thoughts?|message)( here| below)?.{0,20}|
(log|sign) ?in (or register )?to (post a |leave a |add a )?(comment|reply|join).*|you must be logged in to .*|
your e-?mail address will not be published.*|required fields are marked.*|(your )?(name|e-?mail( address)?|website|url)( \\((required|optional|will not be published)\\))?\\s?[*:].*|
(your )?comments?\\s?[*:][_\\s]*|your (name|e-?mail( address)?|website|comment|message|reply)|save my name.*|notify me of .*|this site uses akismet.*|comments (are|have been) (now )?(closed|disabled|turned off).*|
(post|submit|send)( a| your)? ?(comment|reply)?|cancel reply|join the discussion.{0,3}|start the (discussion|conversation).{0,3}|what do you think\\??|be the first to comment.*|
sort(ed)? by:? .*|(newest|oldest|best|top)( first)?|(load|show|view) (more|all|older|newer)( comments| replies)?.*|(older|newer) comments|
(ihr |dein )?kommentar (schreiben|hinzufügen|verfassen|abgeben)|schreiben sie einen kommentar|antwort hinterlassen|laisser un commentaire|
écrire un commentaire|ajouter un commentaire|deja (un|tu) comentario|escribe un comentario|lascia un commento|deixe um comentário|
reageer|plaats een reactie|добавить комментарий|оставить комментарий|додати коментар|залишити коментар|dodaj komentarz|_{3,}
"""

# Lines inside a comment that are its buttons.
REACTIONS = """
reply|reply to .*|quote|report( abuse| comment)?|flag|permalink|link|edit|delete|like( ?\\(?\\d*\\)?)?|likes?:? ?\\d*|dislike( ?\\d*)?|\\d+ (likes?|points?|upvotes?|votes?)|recommend( ?\\d*)?|
upvote|downvote|\\d+|[+-]\\d+|share ?›?|avatar|(\\d* ?• ?)?reply( • share ›?| share ›?)?|(\\d+ )?(reply|like|share|report|quote|flag)(( ?[•|·›] ?| )(reply|like|share|report|quote|flag|\\(?\\d+\\)?))*( ?›)?|
(hide|show|view|see) (\\d+ |all )?repl(y|ies).*|see more|read more|member since.*|top fan|author|verified|
antworten|zitieren|melden|gefällt mir( \\d+)?|répondre|signaler|j'aime|responder|denunciar|me gusta|rispondi|segnala|
reageren|svara|svar|ответить|пожаловаться|відповісти|поскаржитися|odpowiedz|zgłoś
"""

# The foot of a page: everything from here on is the site's.
FOOTERS = """
(©|\\(c\\)|copyright).*|.*all rights reserved\\.?|alle rechte vorbehalten\\.?|tous droits réservés\\.?|todos los derechos reservados\\.?|
privacy( policy| notice)?( ?[|·•] ?.*)?|terms( of (use|service)| (and|&) conditions)?( ?[|·•] ?.*)?|cookie (policy|settings)( ?[|·•] ?.*)?|about us( ?[|·•] ?.*)?|
contact( us)?( ?[|·•] ?.*)?|impressum( ?[|·•] ?.*)?|datenschutz( ?[|·•] ?.*)?|mentions légales( ?[|·•] ?.*)?|powered by .*|proudly powered by .*
"""


def _whole_line(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{''.join(table.split(chr(10)))})", re.IGNORECASE)


_BUTTONS, _TAILS, _TALKS, _FORMS, _REACTIONS, _FOOTERS = map(
    _whole_line, (BUTTONS, TAILS, TALKS, FORMS, REACTIONS, FOOTERS)
)
_LONG = 160  # code points; no button is longer
_CRUMBS = re.compile(r"\S.{0,40}(?:(?: (?:>|»|›) .{1,40}){1,6}|(?: [/|·•] .{1,40}){2,12})")
_VOTES = re.compile(r"[▲▼△▽↑↓⬆⬇👍👎♥❤♡]\ufe0f?")
_MENU = re.compile(r"\S{2,20}(?: {2,}\S{2,20}){2,}")


def _is(pattern: re.Pattern[str], words: str) -> bool:
    said = words.replace("’", "'").strip()
    bare = said.rstrip(" »›→")  # "Read more »"
    return len(words) <= _LONG and any(pattern.fullmatch(one) for one in {said, bare})


def is_button(words: str) -> bool:
    """A menu, share or subscription line."""
    return _is(_BUTTONS, words)


def is_menu(words: str) -> bool:
    """A row of links: "Home > World > Europe", "News  Sport  Weather"."""
    if len(words) > _LONG or words.rstrip().endswith((".", "!", "?")):
        return False
    return bool(_CRUMBS.fullmatch(words) or _MENU.fullmatch(words.replace("\xa0", " ")) or _buttons(words))


def _buttons(words: str) -> bool:
    """Buttons in one line: three or more, "Share Tweet Email", or parted by a bar, "Print | Close window"."""
    barred = [part.strip() for part in words.split("|")]
    found = barred if len(barred) > 1 else words.split()
    return len(found) > (1 if found is barred else 2) and all(map(is_button, found))


def is_reading_time(words: str) -> bool:
    """A reader's view says how long an article is: "3-4 minutes"."""
    return re.fullmatch(r"\d+(?:-\d+)? min(?:ute)?s?(?: read)?", words.strip(), re.IGNORECASE) is not None


def is_tail(words: str) -> bool:
    """A heading over links to other pages."""
    return _is(_TAILS, words)


def is_talk(words: str) -> bool:
    """The heading of the readers' comments."""
    return bool(words.strip()) and _is(_TALKS, words)


def is_form(words: str) -> bool:
    """The comment form's prompt, or one of its fields."""
    return _is(_FORMS, words)


def is_reaction(words: str) -> bool:
    """A button under a comment."""
    return _is(_REACTIONS, words) or _voted(words)


def _voted(words: str) -> bool:
    """Arrows, their counts and buttons in one line: "▲ 12 ▼ 3 Reply Share"."""
    rest = _VOTES.sub(" ", words) if len(words) <= _LONG else words
    return rest != words and all(_is(_REACTIONS, part) for part in rest.split())


def is_footer(words: str) -> bool:
    """The foot of the page."""
    return _is(_FOOTERS, words)
