"""A sum that a reader's script solves before a first comment: cheap for one, dear for ten thousand. No third party."""

from __future__ import annotations

import json
from hashlib import sha256
from urllib.parse import parse_qs

from altcha import v1

from onrecord.pages import tokens
from onrecord.pages.site import Site


def _key(site: Site) -> bytes:
    return sha256(b"sum" + site.secret).digest()


def challenge(site: Site, form: str) -> str:
    """The sum for one form, as its script reads it; "" where the site asks for none."""
    if not site.settings.proof:
        return ""
    made = v1.create_challenge(
        v1.ChallengeOptions(
            max_number=site.settings.proof, hmac_key=_key(site).hex(), params={"form": tokens.digest(form)}
        )
    )
    return json.dumps(made.to_dict())


def solved(site: Site, form: str, work: str) -> bool:
    """Whether this is the answer to this form's sum: an answer serves no other form, and a form posts once."""
    if not work or len(work) > 2_000:
        return False
    try:
        held = v1.Payload.from_base64(work)
        right, _why = v1.verify_solution(held.to_dict(), _key(site).hex(), check_expires=False)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    named = parse_qs(held.salt.partition("?")[2]).get("form", [""])
    return right and len(named) == 1 and tokens.same(named[0], tokens.digest(form))
