"""Addresses: made absolute, folded to one form, and hashed where a site gives its articles no number."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

MAX_URL = 2000
# Parameters that say where a reader came from, not what is read. archive_date, spTabChangeable: RTHK; module, pgtype: SCMP;
# fontSize: info.gov.hk.
TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid", "yclid", "_ga", "archive_date", "sptabchangeable", "module", "pgtype",
     "fontsize", "sharedby", "share", "from", "isappinstalled", "scene", "spm", "cmpid", "ref_src", "sid", "sessionid", "phpsessid", "jsessionid")
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_SAFE_PATH = "/:@!$&'()*+,;=-._~"
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def join_url(base: str, href: str | None) -> str | None:
    """A link as an absolute http or https address; None for anything else (javascript:, data:, broken, over 2,000 characters).

    Never raises; user names and passwords are removed, and so is the fragment's control dirt.
    Example: join_url("https://a.hk/x/", "../y?z=1") == "https://a.hk/y?z=1"
    """
    if not href:
        return None
    href = href.strip().replace("\t", "").replace("\n", "").replace("\r", "")
    if not href or len(href) > MAX_URL or "\\" in href.split("?", 1)[0]:
        return None
    try:
        joined = urljoin(base, href)
        parts = urlsplit(joined)
        port = parts.port
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(joined) > MAX_URL:
        return None
    if _CONTROL.search(host) or "%" in host or "%00" in parts.path:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, parts.path.replace(" ", "%20"), parts.query.replace(" ", "%20"), parts.fragment))


def canonical(url: str, *, https: bool = True) -> str:
    """One form for one article: lower-case host, no default port, no fragment, no tracking parameters, https.

    Other parameters stay, in their order. Example: canonical("HTTP://News.RTHK.hk:80/a.htm?archive_date=2025-12-01#x")
    == "https://news.rthk.hk/a.htm"
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    scheme = "https" if https and port in (None, 80, 443) else parts.scheme
    netloc = f"[{host}]" if ":" in host else host
    if port not in (None, 80, 443):
        netloc += f":{port}"
    path = _dots(_encoded(parts.path)) or "/"
    if path.endswith("/index.html"):
        path = path[: -len("index.html")]
    pairs = parse_qsl(parts.query, keep_blank_values=True) if parts.query else []
    kept = [(k, v) for k, v in pairs if not k.lower().startswith("utm_") and k.lower() not in TRACKING]
    query = "&".join(f"{quote(k, safe='-._~[]')}={quote(v, safe='-._~:/,@')}" if v else quote(k, safe="-._~[]") for k, v in kept)
    return urlunsplit((scheme, netloc, path, query, ""))


def path_hash(url: str) -> str:
    """16 hex digits that stand for an article without a number of its own: of its canonical path and query, hosts aside."""
    parts = urlsplit(canonical(url))
    return hashlib.sha256(f"{parts.path}?{parts.query}".encode()).hexdigest()[:16]


def _encoded(path: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, the rest UTF-8 in upper-case hex."""
    if "%" not in path and path.isascii():
        return quote(path, safe=_SAFE_PATH)
    raw = unquote(_PERCENT.sub("%25", path), errors="surrogateescape")
    return quote(raw.encode("utf-8", "surrogateescape"), safe=_SAFE_PATH)


def _dots(path: str) -> str:
    """Dot segments resolved."""
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
