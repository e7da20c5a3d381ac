"""What the pages and letters about accounts say, in one place for translators."""

from __future__ import annotations

from onrecord.pages.words import _, after

ROLES = {
    "reader": _("reader"),
    "moderator": _("moderator: reads and decides what waits"),
    "editor": _("editor: also articles, readings and corrections"),
    "admin": _("administrator: also who is what"),
}
# What mail there is, and how a letter's first line tells it.
MAIL = {
    "reply": _("somebody answers me"),
    "mention": _("somebody mentions me (@name)"),
    "decision": _("the desk decides about a comment of mine"),
    "waiting": _("a comment waits for the desk"),
}
ACTIONS = {
    "made": _("made"),
    "deleted": _("deleted"),
    "named": _("named"),
    "admitted": _("a program may write"),
    "dismissed": _("a program may write no more"),
}


def sign_in_letter(site_name: str, address: str, minutes: int) -> tuple[str, str]:
    """The letter with a link to sign in: subject and body."""
    subject = _("Sign in to %s") % site_name
    body = _(
        "Open this address to sign in:\n\n%(address)s\n\n"
        "It can be used once, within %(minutes)s minutes. If you did not ask for it, do nothing: nobody is signed in."
    )
    return subject, body % {"address": address, "minutes": minutes} + "\n"


SENT = _("If mail can reach that address, a link to sign in is on its way. It can be used once, for 20 minutes.")
NO_ADDRESS = _("That is no mail address. Nothing was sent.")
USED = _("This link was used before, or it is older than 20 minutes. Ask for another.")
NO_MAIL = _("This site sends no mail, so it cannot send a link.")
FOREIGN = _("The other login’s answer could not be checked. Nobody was signed in; try again.")
CLOSED = _("On this site only staff signs in.")
OLD_LINK = _("This link is not ours, too old, or for somebody who may not any more. Nothing was changed.")
ALL_MAIL = _("any mail about the discussion")
MUTED = _("You may not write here until %(until)s. Why: %(why)s What you wrote is below, to copy.")
NOTICED = _(
    "Your notice has reached the desk under the number %(number)s. A person looks at it and answers you.\n\n"
    "It is about: %(about)s\n\n%(text)s\n"
)
NOTICE_ANSWERED = _(
    "About your notice %(number)s (%(about)s) this was decided:\n\n%(answer)s\n\n"
    "If you think that is wrong, answer this letter or send another notice; the courts are open to you as well.\n"
)
NAME_PROGRAM = _("Say what you call the program, and how long it may write. Nothing was made.")
MANY_PROGRAMS = _("You have ten programs already. End one first.")
SAY_WHY = _("Say why: it is owed to whoever wrote it. Nothing was changed.")
CONFIRM = _("Tick the box: this cannot be undone.")
NO_ACCOUNT = _("There is no account of that address. They sign in once, then they can be given a role.")
LAST_ADMIN = _("You are the last administrator. Name another first.")


def many(seconds: int) -> str:
    """That a network asks for too many links, and when it may again."""
    return _("Many links were asked for from your network. Try again in %(wait)s.") % {"wait": after(seconds)}
