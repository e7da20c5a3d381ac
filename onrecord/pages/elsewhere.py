"""Who somebody is by another login: the site's own (a JWT it signs), or an OpenID Connect provider."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

from onrecord.ledger.persons import Pass
from onrecord.pages import mail, tokens, words
from onrecord.pages.site import Site

log = logging.getLogger("onrecord.sign_in")
LONGEST = 600.0  # seconds that a token of the site's own login may be good for
SKEW = 30  # seconds by which two clocks may differ
ANSWERED = 600  # seconds in which a provider answers
SHORTEST = 32  # bytes of a key that is not guessed


@dataclass(frozen=True)
class Said:
    """What another login says: its name for somebody, theirs, and an address that it confirmed."""

    provider: str
    subject: str
    name: str = ""
    email: str | None = None
    once: str = ""
    until: float = 0.0


def _said(provider: str, claims: dict[str, Any]) -> Said | None:
    subject = str(claims.get("sub") or "")
    if not subject:
        return None
    name = " ".join(words.clean(str(claims.get("name") or ""))[:80].split())
    email = mail.address(str(claims.get("email") or "")) if claims.get("email_verified") is True else None
    once, until = str(claims.get("jti") or ""), float(claims.get("exp") or 0)
    return Said(provider, subject, name, email, once, until)


# --- the site's own login ---


def sso(site: Site, token: str) -> Said | None:
    """What a token of the site's own login says; none where it is not good, not ours, or good for too long."""
    import jwt

    key = site.settings.sso_secret or ""
    if len(key.encode()) < SHORTEST or not token:
        return None
    now = site.now()
    options = {"require": ["exp", "iat", "sub", "aud", "jti"], "verify_exp": False, "verify_iat": False}
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"], audience=site.settings.base_url, options=options)  # type: ignore[arg-type]
        since, until = float(claims["iat"]), float(claims["exp"])
    except (jwt.InvalidTokenError, TypeError, ValueError) as error:
        log.warning("the site's own login sent a token that does not hold: %s", error)
        return None
    timely = since - SKEW <= now < until and until - since <= LONGEST
    return _said("sso", claims) if timely and claims["jti"] else None


def first_time(site: Site, said: Said) -> bool:
    """Whether this token was not used before."""
    return site.ledger.people.once(tokens.digest(f"sso {said.once}"), said.until, site.now())


# --- OpenID Connect ---


def _client(site: Site, **more: Any) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client

    settings = site.settings
    return OAuth2Client(
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        redirect_uri=site.address("/sign-in/oidc/back"),
        scope="openid email profile",
        code_challenge_method="S256",
        timeout=10,
        **more,
    )


def _provider(site: Site) -> dict[str, Any]:
    """What the provider says of itself; its own name for itself must be the one in the settings."""
    issuer = site.settings.oidc_issuer.rstrip("/")
    if not issuer or not site.settings.oidc_client:
        raise HTTPException(404)
    told = _fetched(f"{issuer}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise ValueError(f"the provider calls itself {told.get('issuer')}")
    return told


def _fetched(address: str) -> dict[str, Any]:
    import httpx2

    told: dict[str, Any] = httpx2.get(address, timeout=10).raise_for_status().json()
    return told


def ask(site: Site, then: str) -> tuple[str, str]:
    """Where to send a browser, and the state that its answer must bring back (kept as a digest)."""
    state, nonce, verifier = tokens.fresh(), tokens.fresh(), tokens.fresh()
    try:
        there = _provider(site)["authorization_endpoint"]
    except (OSError, ValueError, KeyError, _http_error()) as error:
        log.error("the provider does not answer: %s", error)
        raise HTTPException(503) from error
    address, _ = _client(site).create_authorization_url(there, state=state, nonce=nonce, code_verifier=verifier)
    held, now = json.dumps([nonce, verifier, then]), site.now()
    site.ledger.people.offer(tokens.digest(state), Pass(kind="oidc", held=held), now + ANSWERED, now)
    return address, state


def _http_error() -> type[Exception]:
    import httpx2

    return httpx2.HTTPError


def answer(site: Site, state: str, code: str) -> tuple[Said, str] | None:
    """What the provider's answer says and where to go on; none where it cannot be checked. Each state once."""
    kept = site.ledger.people.use(tokens.digest(state), "oidc", site.now())
    if kept is None:
        return None
    nonce, verifier, then = json.loads(kept.held)
    try:
        claims = _claims(site, code, nonce, verifier)
    except Exception as error:  # whatever a provider sends, nobody is signed in by it
        log.error("the provider's answer does not hold: %s: %s", type(error).__name__, error)
        return None
    said = _said(f"oidc {site.settings.oidc_issuer}", claims)
    return (said, then) if said else None


def _claims(site: Site, code: str, nonce: str, verifier: str) -> dict[str, Any]:
    """The ID token's claims: signed by the provider's key, for us, for this question, now."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    told = _provider(site)
    with _client(site) as client:
        given = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        sent = client.fetch_token(told["token_endpoint"], **given)
    keys = KeySet.import_key_set(_fetched(told["jwks_uri"]))  # type: ignore[arg-type]
    token = jwt.decode(sent["id_token"], keys, algorithms=["RS256", "ES256", "EdDSA", "PS256"])
    us = site.settings.oidc_client
    wanted = {"iss": {"essential": True, "value": told["issuer"]}, "aud": {"essential": True, "value": us}}
    claims = CodeIDToken(token.claims, token.header, wanted, {"nonce": nonce, "client_id": us})
    claims.validate(now=int(site.now()), leeway=SKEW)
    return dict(claims)
