"""Addresses: made absolute, folded to one form, and hashed where a site gives its articles no number."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

MAX_URL = 2000
# Parameters that say where a reader came from or how the page is shown, not what is read. archive_date, spTabChangeable: RTHK;
# module, pgtype: SCMP; fontSize: info.gov.hk. A bare "sid" or "id" is some sites' article number and stays.
TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid", "yclid", "_ga", "_gl", "archive_date", "sptabchangeable",
     "module", "pgtype", "fontsize", "sharedby", "share", "from", "isappinstalled", "scene", "spm", "cmpid", "ref_src", "amp", "print",
     "sessionid", "phpsessid", "jsessionid")
)  # fmt: skip
# Parameters whose value lets somebody in: no feed, log or ledger keeps it.
SECRETS = frozenset(("token", "access_token", "auth", "auth_token", "password", "passwd", "pwd", "secret", "apikey", "api_key", "jwt", "ticket", "credential", "x-amz-signature", "x-amz-security-token"))
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
# Nothing a feed line or a request could carry: "http://a.hk/\x00", a lone surrogate from "&#xD800;"
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# "https://a.hk//a/1", but not the address inside "/web/2020/https://b.hk/"
_SLASHES = re.compile(r"(?<!:)/{2,}")
_SLASH_ESCAPED = re.compile(r"(%2[Ff])")
_SAFE_PATH = "/:@!$&'()*+,;=-._~"
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What says only how large a copy of a picture is: "/1200x/", "/644x392/" (Bastille Post), "photo-1024x682.png", "photo-scaled.jpg" (WordPress), ".jpg.webp"
_SIZE_FOLDER = re.compile(r"/\d{2,4}x(?:\d{2,4})?(?=/)")
_SIZE_NAME = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|-scaled)?(?P<kind>\.(?:jpe?g|png|gif|webp))(?:\.webp)?$", re.I)


# An address that needs no work: absolute, no user, port, query, escapes or dots to resolve.
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*[a-z0-9]/(?!/)(?:[\w~=&?,;:+/-]|\.(?![./]))*$", re.A)
# "/gia/general/202511/27/P2025112700489.htm", and the part of the page's address that it keeps
_ROOTED = re.compile(r"/(?!/)(?:[\w~=&?,;:+-]|/(?!/)|\.(?![./]))*$", re.A)
_ORIGIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*[a-z0-9](?=/)")
# An address of such letters in its path, whatever its query: split without urlsplit, which costs as much as a small page's pipeline step.
_EASY = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9][a-z0-9.-]*[a-z0-9])(?P<path>/(?:[A-Za-z0-9_~/-]|\.(?![./]))*)(?:\?(?P<query>[^#\s]*))?(?:#\S*)?$"
)


def join_url(base: str, href: str | None) -> str | None:
    """A link as an absolute http or https address; None for anything else (javascript:, data:, broken, over 2,000 characters).

    Never raises; user names and passwords are removed.
    Example: join_url("https://a.hk/x/", "../y?z=1") == "https://a.hk/y?z=1"
    """
    if not href:
        return None
    if _PLAIN.match(href) and len(href) <= MAX_URL:
        return href
    if href[0] == "/" and len(href) <= MAX_URL // 2 and (origin := _ORIGIN.match(base)) and _ROOTED.match(href):
        return origin[0] + href
    href = href.strip().replace("\t", "").replace("\n", "").replace("\r", "")
    if href in ("", "//") or len(href) > MAX_URL or "\\" in href.split("?", 1)[0]:
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
    if _CONTROL.search(host) or "%" in host or "%00" in parts.path or _UNUSABLE.search(joined):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment)).replace(" ", "%20")


def tainted(base: str, href: str | None) -> str | None:
    """What would be an http or https address but for a control character in it, which no article's has: "/a%00.html", "https://a.hk/\\x1b[2J". None: it is something else."""
    href = (href or "").strip()
    if not _UNUSABLE.search(href) and "%00" not in href:
        return None
    try:
        joined = urljoin(base, href)
        return joined if urlsplit(joined).scheme in ("http", "https") else None
    except ValueError:
        return None


def canonical(url: str, *, https: bool = True) -> str:
    """One form for one article: lower-case host, no default port, no fragment, no tracking parameters, no empty path segments, https.

    Other parameters stay, in their order; what is no http or https address comes back as it is. Example: canonical("HTTP://News.RTHK.hk:80/a.htm?archive_date=2025-12-01#x")
    == "https://news.rthk.hk/a.htm"
    """
    if found := _EASY.match(url):
        scheme = "https" if https else found["scheme"]
        path, query = found["path"], found["query"]
        path = _SLASHES.sub("/", path) if "//" in path else path
        query = _query(query) if query else ""
        return f"{scheme}://{found['host']}{path.removesuffix('index.html') if path.endswith('/index.html') else path}{'?' if query else ''}{query}"
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
    path = _SLASHES.sub("/", _dots(_encoded(parts.path))) or "/"
    if path.endswith("/index.html"):
        path = path[: -len("index.html")]
    return urlunsplit((scheme, netloc, path, _query(parts.query) if parts.query else "", ""))


def path_hash(url: str) -> str:
    """16 hex digits that stand for an article without a number of its own: of its canonical path and query, hosts aside."""
    address = canonical(url)
    try:
        parts = urlsplit(address)
        told = f"{parts.path}?{parts.query}"
    except ValueError:
        told = address
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def same_picture(url: str) -> str:
    """What two copies of one picture have in common, whatever their size. Example: same_picture("https://a.hk/p-1024x682.png") == "https://a.hk/p.png" """
    path, mark, query = url.partition("?")
    return _SIZE_NAME.sub(r"\g<kind>", _SIZE_FOLDER.sub("", path)) + mark + query


def _query(query: str) -> str:
    """A query without tracking parameters, percent-encoding in one form."""
    kept = []
    for pair in query.split("&"):
        key, _equals, value = pair.partition("=")
        name = key.lower()
        if pair and not name.startswith("utm_") and name not in TRACKING and name not in SECRETS:
            key = _recoded(key.replace("+", "%20"), "-._~[]")
            kept.append(f"{key}={_recoded(value.replace('+', '%20'), '-._~:/,@')}" if value else key)
    return "&".join(kept)


def _encoded(path: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, the rest UTF-8 in upper-case hex."""
    if "%" not in path and path.isascii():
        return quote(path, safe=_SAFE_PATH)
    return "".join(part.upper() if at % 2 else _recoded(part) for at, part in enumerate(_SLASH_ESCAPED.split(path)))


def _recoded(text: str, safe: str = _SAFE_PATH) -> str:
    """Decoded and encoded again, byte for byte: "%e9" of an old Big5 address stays one byte."""
    return quote(unquote_to_bytes(_PERCENT.sub("%25", text).encode("utf-8", "replace")), safe=safe)


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
