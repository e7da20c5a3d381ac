"""A sum that a reader's script solves before a first comment: cheap for one, dear for ten thousand. No third party."""

from __future__ import annotations

import json
from hashlib import sha256
from urllib.parse import parse_qs

from altcha import v1

from onrecord.pages import crowd, tokens
from onrecord.pages.site import Site


def _key(site: Site) -> bytes:
    return sha256(b"sum" + site.secret).digest()


def challenge(site: Site, form: str) -> str:
    """The sum for one form, as its script reads it, as long as the moment asks; "" where the site asks for none."""
    most = crowd.tries(site)
    if not most:
        return ""
    named = {"form": tokens.digest(form), "most": str(most)}
    made = v1.create_challenge(v1.ChallengeOptions(max_number=most, hmac_key=_key(site).hex(), params=named))
    return json.dumps(made.to_dict())


def worked(site: Site, form: str, work: str) -> int:
    """How long a sum of this form was solved, in tries; 0 for what is no answer to it. An answer serves no other
    form, and a form posts once."""
    if not work or len(work) > 2_000:
        return 0
    try:
        held = v1.Payload.from_base64(work)
        right, _why = v1.verify_solution(held.to_dict(), _key(site).hex(), check_expires=False)
    except (ValueError, TypeError, KeyError, AttributeError):
        return 0
    said = parse_qs(held.salt.partition("?")[2])
    named, most = said.get("form", [""]), said.get("most", ["0"])
    mine = right and len(named) == len(most) == 1 and tokens.same(named[0], tokens.digest(form))
    return int(most[0]) if mine and most[0].isdecimal() else 0
