"""Who a publisher is, its manners, and what a healthy day of it looks like. A contract: no machinery, nothing of ours imported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["government", "statutory_body", "newspaper", "broadcaster", "agency", "portal"]
KINDS = ("government", "statutory_body", "newspaper", "broadcaster", "agency", "portal")


# Most addresses; urlsplit costs as much as a pipeline step.
_PLAIN = re.compile(r"https?://(?P<host>[a-z0-9][a-z0-9.-]*[a-z0-9])(?P<path>/[A-Za-z0-9_~/.,;=&+-]*)(?:\?(?P<query>[^#\s]*))?(?:#\S*)?$")


@lru_cache(maxsize=512)  # several sources and rooms in a row ask about one address
def split_host(url: str) -> tuple[str, str] | None:
    """The host (lower-case, without port) of an http or https address, and its path with the query; None for anything else.

    Example: split_host("https://News.RTHK.hk:443/a.htm?b=1#c") == ("news.rthk.hk", "/a.htm?b=1")
    """
    if found := _PLAIN.match(url):
        return found["host"], found["path"] + (f"?{found['query']}" if found["query"] else "")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    return (host, parts.path + (f"?{parts.query}" if parts.query else "")) if parts.scheme in ("http", "https") and host else None


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses are of one scheme, host and port; a host's own way from http to https counts.

    Examples: same_origin("http://a.hk/x", "https://a.hk/y"); not same_origin("https://a.hk/", "https://b.hk/") nor ("https://a.hk/", "https://a.hk:8443/")
    """
    try:
        first, second = urlsplit(one), urlsplit(other)
        ports = [parts.port or {"http": 80, "https": 443}.get(parts.scheme) for parts in (first, second)]
    except ValueError:
        return False
    upgraded = (first.scheme, second.scheme, *ports) == ("http", "https", 80, 443)
    return first.hostname == second.hostname and (upgraded or (first.scheme == second.scheme and ports[0] == ports[1]))


# Parameters whose value lets somebody in: no feed, log or ledger keeps it.
SECRETS = frozenset(("token", "access_token", "auth", "auth_token", "password", "passwd", "pwd", "secret", "apikey", "api_key", "jwt", "ticket", "credential", "x-amz-signature", "x-amz-security-token"))
_USER = re.compile(r"^([a-z][a-z0-9+.-]{0,20}://)[^/?#@]{1,300}@", re.I)


def without_secrets(url: str) -> str:
    """An address for feeds and logs: no user name or password, values of secret parameters gone.

    Example: without_secrets("https://a.hk/x?id=1&token=abc") == "https://a.hk/x?id=1"
    """
    if "@" in url:
        url = _USER.sub(r"\1", url)
    head, mark, query = url.partition("?")
    if not mark or not any(name in query.lower() for name in SECRETS):
        return url
    query, hash_, fragment = query.partition("#")
    kept = "&".join(pair for pair in query.split("&") if pair.partition("=")[0].lower() not in SECRETS)
    return f"{head}{'?' if kept else ''}{kept}{hash_}{fragment}"


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """What an article's address says: the site's own number (None: the site has none) and the day, if it states one.

    `parts` are all named groups of the pattern, for `Source.canonical`.
    """

    id: str | None
    day: date | None
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expect:
    """A healthy day of a source, judged at the end of a run.

    per_day       fewest and most articles on an ordinary weekday
    silent_hours  hours without a new article after which the source is late
    filled        share of records (0..1) in which an optional field is usually present: {"images": 0.5}
    floor         fewest usable records of a run that fetched articles; below it the run ends with exit code 4
    """

    per_day: tuple[int, int] = (0, 10_000)
    silent_hours: float = 72.0
    filled: dict[str, float] = field(default_factory=dict)
    floor: int = 1


@dataclass(frozen=True)
class Source:
    """A publisher as a description.

    title         the publisher's name in the record
    home          its address
    hosts         hosts that belong to it; a host covers its subdomains only when written ".example.hk"
    article       pattern(s) of article addresses. Named groups: `id` (the site's own number; without it the id is a hash of
                  the address), `date` (YYYYMMDD) or `y`,`m`,`d` (the day the address states), `ms` (creation time in
                  epoch ms), `section` (the channel), `short` (the address stands for another, which the page states as its
                  canonical one and whose id is the article's)
    kind          government, statutory_body, newspaper, broadcaster, agency or portal
    language      BCP 47 tag assumed when the text is too short to tell
    zone          IANA time zone of naive dates
    date_formats  strptime formats of the visible date lines, tried first
    day_first     03/04/2026 is 3 April
    canonical     template of the canonical address from the pattern's groups, "https://www.chinadailyhk.com/hk/article/{id}"
    site_names    names of the site that its titles end in, stripped from headlines
    expect        a healthy day
    delay         seconds between requests to one host
    concurrency   requests at once to one host
    lookback      days a run without a window looks back
    cookies       keep cookies between requests
    referer       Referer for index requests, where an endpoint asks for one
    captions_in_text  photo captions are printed as paragraphs of the body, told by their credit
    render_timeout    seconds a page that needs a browser gets to show what it has (at most 80)
    migration_days    days (YYYY-MM-DD) on which a migration stamped "updated" on old articles
    required      fields without which a record is rejected
    refuses       what the site answers to machines, where that is all that is known of its pages: it is asked only where it is named,
                  no group of sources holds it
    dated_address  the day in the address is the publication's, used where neither page nor index states one

    Example: Source(title="RTHK", home="https://news.rthk.hk/", hosts=("news.rthk.hk",),
                    article=r"/rthk/en/component/k2/(?P<id>\\d+)-(?P<date>\\d{8})\\.htm", kind="broadcaster", language="en")
    Errors: ValueError that names the wrong value.
    """

    title: str
    home: str
    hosts: tuple[str, ...]
    article: str | tuple[str, ...]
    kind: Kind
    language: str
    country: str = "HK"
    zone: str = "Asia/Hong_Kong"
    date_formats: tuple[str, ...] = ()
    day_first: bool = True
    canonical: str | None = None
    site_names: tuple[str, ...] = ()
    expect: Expect = Expect()
    delay: float = 1.0
    concurrency: int = 1
    lookback: int = 2
    cookies: bool = False
    referer: str | None = None
    captions_in_text: bool = False
    render_timeout: float = 20.0
    migration_days: tuple[str, ...] = ()
    required: tuple[str, ...] = ("headline", "date_published", "body")
    dated_address: bool = False
    refuses: str | None = None
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False, default=())
    _names: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    _suffixes: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())
    _last: tuple[str, ArticleKey | None] = field(init=False, repr=False, compare=False, default=("", None))

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Source {self.title!r}: kind {self.kind!r} is none of {', '.join(KINDS)}")
        if not self.hosts:
            raise ValueError(f"Source {self.title!r}: no hosts")
        patterns = (self.article,) if isinstance(self.article, str) else self.article
        object.__setattr__(self, "_patterns", tuple(re.compile(p) for p in patterns))
        object.__setattr__(self, "_names", frozenset(h for h in self.hosts if not h.startswith(".")))
        object.__setattr__(self, "_suffixes", tuple(h for h in self.hosts if h.startswith(".")))
        object.__setattr__(self, "_last", ("", None))

    @property
    def group(self) -> str:
        """ "government" for government and statutory bodies, else "news"."""
        return "government" if self.kind in ("government", "statutory_body") else "news"

    def owns_host(self, host: str) -> bool:
        """Whether a host name (no port) is one of this publisher's."""
        host = host.lower().rstrip(".")
        return host in self._names or (bool(self._suffixes) and f".{host}".endswith(self._suffixes))

    def article_key(self, url: str) -> ArticleKey | None:
        """What the address of one of this publisher's articles says; None when the address is not an article of it.

        Example: article_key("https://www.chinadailyasia.com/hk/article/367749").id == "367749"
        """
        if self._last[0] == url:  # the same address is asked about by several rooms in a row
            return self._last[1]
        key = self._read_key(url)
        object.__setattr__(self, "_last", (url, key))
        return key

    def _read_key(self, url: str) -> ArticleKey | None:
        split = split_host(url)
        if split is None or not self.owns_host(split[0]):
            return None
        target = split[1]
        while True:
            for pattern in self._patterns:
                found = pattern.match(target)
                if found:
                    groups = {k: v for k, v in found.groupdict().items() if v is not None}
                    return ArticleKey(groups.get("id"), _day(groups), groups)
            if "?" not in target or (plain := _untracked(target)) == target:
                return None
            target = plain


# What a network adds to an address that is shared: "?fbclid=IwAR1…", "&utm_source=newsletter"
_TRACKED = re.compile(r"(?<=[?&])(?:utm_\w{1,20}|fbclid|gclid|dclid|msclkid|igshid|mc_cid|mc_eid|yclid|_ga|_gl)=[^&]*(?:&|$)", re.I)


def _untracked(target: str) -> str:
    """A path and query without what tells a click from another. Example: _untracked("/a/?p=1&fbclid=x") == "/a/?p=1"."""
    return _TRACKED.sub("", target).rstrip("?&")


def _day(groups: dict[str, str]) -> date | None:
    """The day that the named groups of an address state, or None when they state none or an impossible one."""
    try:
        if "date" in groups:
            digits = groups["date"].replace("-", "").replace("/", "")
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        if "y" in groups and "m" in groups and "d" in groups:
            return date(int(groups["y"]), int(groups["m"]), int(groups["d"]))
        if "ms" in groups:
            # The publishers' clocks are all UTC+8; a day is wanted, not an instant.
            return (datetime.fromtimestamp(int(groups["ms"]) / 1000, UTC) + timedelta(hours=8)).date()
    except (ValueError, OverflowError, OSError):
        return None
    return None
