"""What letters say. Each has an address that ends this kind of mail, for a person and for a mail program (RFC 8058)."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from typing import NamedTuple

from onrecord.ledger.persons import Account, Parcel
from onrecord.ledger.posts import Post
from onrecord.pages import mail, talk_words, tokens
from onrecord.pages.site import Site
from onrecord.pages.words import _, counted

WEEK = 7 * 24 * 3600
SHOWN = 600  # characters of a comment in a letter

SUBJECTS = {
    "reply": _("Somebody answered you under “%s”"),
    "mention": _("Somebody mentioned you under “%s”"),
    "decision": _("About your comment under “%s”"),
    "waiting": _("A comment waits under “%s”"),
    "daily": _("What happened since yesterday"),
}
FOOT = _("You get this letter because you have an account at %(site)s.\nTo get none of this kind: %(address)s")


class Told(NamedTuple):
    """What one parcel says: a subject and a paragraph."""

    subject: str
    body: str


def told(site: Site, to: Account, parcel: Parcel, post: Post, title: str) -> Told:
    """A parcel in words."""
    subject = SUBJECTS[parcel.kind] % (title or _("Untitled"))
    return Told(subject, "\n\n".join(part for part in BODIES[parcel.kind](site, to, parcel, post) if part))


def _answer(site: Site, to: Account, parcel: Parcel, post: Post) -> list[str]:
    who = post.author or _("A reader")
    return [_("%s wrote:") % who, _quoted(post), site.address(f"/comments/{post.id}")]


def _decision(site: Site, to: Account, parcel: Parcel, post: Post) -> list[str]:
    action, _sep, others = parcel.held.partition(" ")  # how many more of theirs the same act was about
    log = [one for one in site.ledger.talk.history(post.id) if one.action == action]
    why = log[-1].why if log else ""
    done = talk_words.DONE.get(action, action)
    said = _("What was done: %s.") % done
    reason = _("Why: %s") % "; ".join(talk_words.reasons(why)) if why else ""
    appeal = post.state in ("rejected", "removed")
    further = _("If you think that is wrong, you can ask the desk to look again: %s") if appeal else "%s"
    address = site.address(f"/comments/{post.id}" + ("/appeal" if appeal else ""))
    return [said, reason, _quoted(post), _more(site, int(others)) if others else "", further % address]


def _more(site: Site, others: int) -> str:
    """The rest of what one act was about: a letter each would be a flood of its own."""
    says = counted(
        "The same was done with %(num)s more comment of yours. What was decided on each: ",
        "The same was done with %(num)s more comments of yours. What was decided on each: ",
        others,
    )
    return says + site.address("/mine")


def _waiting(site: Site, to: Account, parcel: Parcel, post: Post) -> list[str]:
    held = "\n".join(talk_words.reasons(post.why))
    until = int(site.now()) + WEEK
    lines = [f"{talk_words.ACTS[act]}: {decide_address(site, post, act, to, until)}" for act in ("approve", "reject")]
    lines.append(_("All that waits: %s") % site.address("/desk/comments"))
    return [_("%s wrote:") % (post.author or _("A reader")), _quoted(post), held, "\n".join(lines)]


BODIES = {"reply": _answer, "mention": _answer, "decision": _decision, "waiting": _waiting}


def _quoted(post: Post) -> str:
    text = post.text if len(post.text) <= SHOWN else f"{post.text[:SHOWN].rstrip()} …"
    return "\n".join(f"> {line}" for line in text.splitlines())


def letter(site: Site, to: Account, kind: str, parts: Sequence[Told]) -> EmailMessage:
    """A letter of one thing told, or of a day's."""
    subject = parts[0].subject if len(parts) == 1 else SUBJECTS["daily"]
    body = parts[0].body if len(parts) == 1 else "\n\n".join(f"* {one.subject}\n\n{one.body}" for one in parts)
    end = unsubscribe_address(site, to, kind)
    foot = FOOT % {"site": site.settings.site_name, "address": end}
    headers = {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail.message(site.settings, to.email or "", subject, f"{body}\n\n-- \n{foot}\n", headers)


# --- addresses in letters: signed, so that they work without signing in, and for this only ---


def unsubscribe_address(site: Site, to: Account, kind: str) -> str:
    """Where a kind of mail to somebody is ended; "daily": all of it."""
    return site.address(f"/unsubscribe?who={to.id}&kind={kind}&sign={unsubscribe_sign(site, to.id, kind)}")


def unsubscribe_sign(site: Site, who: str, kind: str) -> str:
    """The signature of that address."""
    return tokens.signature(site.secret, "unsubscribe", who, kind)


def decide_address(site: Site, post: Post, action: str, by: Account, until: int) -> str:
    """Where a moderator decides from a letter: as this comment stood, by this person, for a while."""
    sign = decide_sign(site, post.id, action, post.acts, by.id, until)
    query = f"action={action}&acts={post.acts}&by={by.id}&until={until}&sign={sign}"
    return site.address(f"/decide/{post.id}?{query}")


def decide_sign(site: Site, post: str, action: str, acts: int, by: str, until: int) -> str:
    """The signature of that address."""
    return tokens.signature(site.secret, "decide", post, action, str(acts), by, str(until))
