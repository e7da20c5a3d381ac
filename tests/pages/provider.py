"""A small OpenID Connect provider of the tests' own, served on loopback: discovery, keys, code with PKCE, ID tokens."""

from __future__ import annotations

import secrets
import time
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "onrecord", "the-clients-secret"


class Provider:
    """Whoever comes is `person`; `lie` changes the claims or the key it signs with."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person = {"sub": "p-7", "name": "Ada L.", "email": "ada@letters.example", "email_verified": True}
        self.lie: dict[str, object] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.other = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.codes: dict[str, dict[str, str]] = {}
        self.app = self._app()

    def _app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.discovery)
        app.get("/keys")(lambda: {"keys": [self.key.as_dict(private=False)]})
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        return app

    def discovery(self) -> dict[str, str]:
        return {
            "issuer": str(self.lie.get("issuer", self.issuer)),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, request: Request) -> RedirectResponse:
        """A person who says yes at once."""
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", 302)

    def token(
        self, request: Request, code: str = Form(), redirect_uri: str = Form(), code_verifier: str = Form()
    ) -> JSONResponse:
        """A code is good once, for who asked for it and can say with what."""
        asked = self.codes.pop(code, None)
        proved = asked and create_s256_code_challenge(code_verifier) == asked["code_challenge"]
        if not asked or not proved or asked["redirect_uri"] != redirect_uri:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            **self.person,
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        claims = {name: value for name, value in {**claims, **self.lie}.items() if name not in ("key", "issuer")}
        signer = self.other if self.lie.get("key") else self.key
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, signer)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})
