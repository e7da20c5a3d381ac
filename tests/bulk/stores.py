"""Stores on loopback for the tests: a small S3 (list, head, get of a range) and the web over TLS, honest about trouble.

They know one pair of keys, answer 403 to any other and 404 for a bucket that is not there; a name that holds "cut" has
its connection closed half-way."""

from __future__ import annotations

import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, BUCKET, REGION = "AKTEST", "news", "eu-north-1"
A_PAGE = 2  # names that one answer of a list holds, so that lists go on
DATE = "2026-01-02T03:04:05.000Z"


class Files(BaseHTTPRequestHandler):
    """Files of a folder, whole or a range of their bytes."""

    folder: Path
    asked: list[str]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, body: bool) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers.get('Range', '')}".strip())
        self.file(self.folder / unquote(urlsplit(self.path).path).strip("/"), body)

    def file(self, path: Path, body: bool) -> None:
        if not path.is_file():
            self.refused(404, "NoSuchKey")
            return
        data = path.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(asked[1]), min(int(asked[2] or len(data)) + 1, len(data))) if asked else (0, len(data))
        self.send_response(206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        self.send_header("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT")
        self.send_header("ETag", '"0"')
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.end_headers()
        if body and "cut" in path.name:
            self.wfile.write(data[start : (start + end) // 2])
            self.close_connection = True
        elif body:
            self.wfile.write(data[start:end])

    def refused(self, status: int, code: str) -> None:
        self.send(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>")

    def send(self, status: int, xml: str) -> None:
        packed = f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(packed)

    def log_message(self, *words):
        pass


class Bucket(Files):
    """A bucket as S3 answers for it, addressed by path."""

    def answer(self, body: bool) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers.get('Range', '')}".strip())
        at = urlsplit(self.path)
        bucket, _, key = unquote(at.path).strip("/").partition("/")
        if f"Credential={KEY}/" not in self.headers.get("Authorization", ""):
            self.refused(403, "AccessDenied")
        elif bucket != BUCKET:
            self.refused(404, "NoSuchBucket")
        elif key:
            self.file(self.folder / key, body)
        else:
            self.list({name: values[0] for name, values in parse_qs(at.query, keep_blank_values=True).items()})

    def list(self, asked: dict[str, str]) -> None:
        prefix, delimiter = asked.get("prefix", ""), asked.get("delimiter", "")
        names = sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file())
        held = [name for name in names if name.startswith(prefix)]
        deep = {name for name in held if delimiter and delimiter in name[len(prefix) :]}
        folders = sorted({prefix + name[len(prefix) :].split(delimiter)[0] + delimiter for name in deep})
        plain = [name for name in held if name not in deep and name > asked.get("continuation-token", "")]
        shown, more = plain[:A_PAGE], len(plain) > A_PAGE
        self.send(200, self.listing(prefix, shown, folders, shown[-1] if more else ""))

    def listing(self, prefix: str, names: list[str], folders: list[str], after: str) -> str:
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>{DATE}</LastModified><ETag>&quot;0&quot;</ETag>"
            f"<Size>{(self.folder / name).stat().st_size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for name in names
        )
        inner = "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders)
        goes_on = f"<NextContinuationToken>{escape(after)}</NextContinuationToken>" if after else ""
        return (
            f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>{BUCKET}</Name>'
            f"<Prefix>{escape(prefix)}</Prefix><KeyCount>{len(names)}</KeyCount><MaxKeys>{A_PAGE}</MaxKeys>"
            f"<IsTruncated>{str(bool(after)).lower()}</IsTruncated>{goes_on}{contents}{inner}</ListBucketResult>"
        )


@contextmanager
def served(kind: type[Files], folder: Path, context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[str]]]:
    """A store of a folder: its address, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (kind,), {"folder": folder, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http{'s' if context else ''}://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that it signed itself."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1".split()
    subprocess.run(["openssl", *words, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context
