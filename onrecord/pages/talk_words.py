"""What the discussion's pages say, in one place for translators."""

from __future__ import annotations

from onrecord.pages.words import _

# Why something waits for the desk, by the key of the rule that held it.
HELD = {
    "all": _("On this site the desk reads every comment before it is shown."),
    "first": _("The desk reads a reader’s first comment before it is shown."),
    "name": _("The name is one that could be taken for this site or its writers."),
    "suspect": _("It holds a word that the desk wants to read in its context first."),
    "import": _("It came from another system and nobody here has looked at it yet."),
    "pile": _("Many answered the same reader within an hour; the desk looks first."),
    "tone": _("Its words may read as an insult or a threat."),
    "rush": _("Very many newcomers wrote at once, so the desk looks first."),
    "unproved": _("It came without the sum that a reader’s script solves, so the desk looks first."),
    "edited": _("It was changed after the desk had read it."),
    "link": _("It holds a link."),
    "map": _("It holds a link to a place on a map."),
    "coordinates": _("It holds what looks like coordinates. In this subject a position can cost lives."),
    "phone": _("It holds what looks like a telephone number."),
    "plate": _("It holds what looks like a number plate."),
    "address": _("It holds what looks like somebody’s address."),
}
# What stays in the place of a comment that was public.
GONE = {
    "removed": _("Removed by the desk."),
    "rejected": _("Removed by the desk."),
    "deleted": _("Deleted by its author."),
    "held": _("The desk is looking at this comment."),
}
STATES = {
    "held": _("waits for the desk"),
    "shown": _("is shown"),
    "rejected": _("was not published"),
    "removed": _("was removed"),
    "deleted": _("was deleted by you"),
}
OUTCOMES = {
    None: _("not answered yet"),
    "reopen": _("not answered yet"),
    "accept": _("accepted"),
    "decline": _("declined"),
}
ORDERS = {
    "oldest": _("oldest first"),
    "newest": _("newest first"),
    "answered": _("most answered first"),
    "best": _("best argued first"),
}
# Why a reader says that a comment should not stand.
REPORTS = {
    "unlawful": _("It is unlawful"),
    "endangers": _("It endangers someone: a position, an address, a name"),
    "abuse": _("It insults or threatens"),
    "spam": _("It is advertising, or repeated"),
    "false": _("It gives false facts"),
    "other": _("Something else"),
}
# What the desk may do, and how the log tells it.
ACTS = {
    "keep": _("Let it stand"),
    "approve": _("Publish"),
    "reject": _("Do not publish"),
    "hold": _("Take back for review"),
    "remove": _("Remove"),
    "restore": _("Show again"),
    "accept": _("Accept the correction"),
    "decline": _("Decline the correction"),
    "reopen": _("Open the correction again"),
    "uphold": _("Keep to the decision"),
    "close": _("Close this discussion"),
    "open": _("Open this discussion again"),
}
# In which ways comments are alike, and how a list of those that are is headed.
WAYS = {
    "link": _("the same link"),
    "words": _("nearly the same words"),
    "sender": _("the same sender within an hour"),
}
ALIKE = {
    "link": _("What waits and links to the same site."),
    "words": _("What waits and says nearly the same."),
    "sender": _("What waits and came from the same reader or network within an hour. Others may share a network."),
}
DONE = {
    "keep": _("let stand after a report"),
    "report": _("reported by a reader"),
    "post": _("posted"),
    "wait": _("posted, held by a rule"),
    "approve": _("published"),
    "reject": _("not published"),
    "hold": _("taken back for review"),
    "remove": _("removed"),
    "restore": _("shown again"),
    "edit": _("changed by its author"),
    "edit_wait": _("changed by its author, held by a rule"),
    "delete": _("deleted by its author"),
    "accept": _("correction accepted"),
    "decline": _("correction declined"),
    "reopen": _("correction opened again"),
    "appeal": _("its author asks to look again"),
    "uphold": _("the decision stands after an appeal"),
    "note": _("a note for the desk"),
    "mute": _("its author may not write for a while"),
    "unmute": _("its author may write again"),
    "close": _("discussion closed"),
    "open": _("discussion opened again"),
}


def reasons(why: str) -> list[str]:
    """Why something was held or decided, as sentences: rules are known by their keys, the rest is a person's word."""
    keys = why.split()
    return [str(HELD[key]) for key in keys] if keys and all(key in HELD for key in keys) else [why] if why else []
