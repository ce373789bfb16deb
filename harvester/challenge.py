"""Tells pages that are no article: challenges, blocks, login walls, soft 404s, empty shells.

Sites answer such pages under status 200 as readily as under 403. What they have in common is little text and a title that says so;
a page with a real title and a real body is let through whatever scripts it carries (Cloudflare's script runs on normal pages too).
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from harvester.layout import block_text
from harvester.page import Page

# "403", "Forbidden": what an HTTP status says by itself, when the caller knows it.
_BY_STATUS = {
    401: "login wall",
    402: "login wall",
    403: "access denied",
    404: "not found page",
    407: "access denied",
    410: "not found page",
    429: "too many requests",
    451: "access denied",
}

# Titles that no article has: the whole title must match, the site's own name after a divider set aside.
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # "Just a moment...", "請稍候...", "Attention Required! | Cloudflare", "Checking your browser before accessing"
    ("Cloudflare challenge", re.compile(r"just a moment\W*|one moment,? please\W*|請稍候\W*|请稍候\W*|attention required!?\W*|checking your browser.{0,80}|ddos-guard|"
                                        r"please wait\W*|.{0,60}used cloudflare to restrict access", re.I)),
    # "Are you a robot?", "Pardon Our Interruption", "Verifying you are human", "安全验证"
    ("captcha", re.compile(r"are you (?:a )?(?:robot|human)\W*|robot check|human verification|verify(?:ing)? (?:that )?you are (?:a )?human.{0,40}|captcha.{0,40}|(?:.{0,40} )?captcha|security check|"
                           r"security verification|bot verification|pardon our interruption\W*|(?:安全|人機|人机|身份|滑動|滑动)(?:驗證|验证)(?:頁面|页面)?|驗證碼|验证码|访问验证|訪問驗證|网站防火墙|百度安全验证", re.I)),
    # "403 - Forbidden", "Access to this page has been denied", "ERROR: The request could not be satisfied"
    ("access denied", re.compile(r"(?:error )?40[13]\b.{0,40}|(?:.{0,40}\W)?forbidden|access (?:to this (?:page|site) )?(?:has been )?(?:is )?(?:denied|restricted|blocked)\W*|"
                                 r"(?:request|you have been|ip|sorry, you have been) (?:blocked|banned|rejected)\W*|error: the request could not be satisfied|unauthori[sz]ed|not available in your (?:region|country)\W*|"
                                 r"(?:拒絕|拒绝|禁止)(?:訪問|访问|存取)|訪問被拒絕?|访问被(?:拒绝|阻断|拦截)|405", re.I)),
    ("not found page", re.compile(r"(?:error\W{0,3})?404\b.{0,60}|.{0,20}\b404(?:\W{0,3}(?:error|not found))?|(?:sorry,? )?(?:the )?(?:page|article|file|story|content|document|requested page|url)(?: (?:is|was|could|can))?"
                                  r"(?: be)?(?: ?not|n[o']t)(?: be)? (?:found|available|exist)\W*|not found|page (?:does not|doesn't) exist\W*|page unavailable|nothing found|"
                                  r"(?:抱歉|對不起|对不起)?\W{0,2}(?:您|你)?(?:所)?(?:要)?(?:訪問|访问|瀏覽|浏览|查看|找|查找|尋找|寻找)?的?(?:找不到|沒有找到|没有找到|未找到)?(?:該|该|此|這個|这个)?(?:網頁|网页|頁面|页面|文章|內容|内容|檔案)"
                                  r"(?:不存在|找不到|未找到|沒有找到|没有找到|已被?(?:刪除|删除|移除)|已下架)\W*|(?:找不到|沒有找到|没有找到|未找到)(?:該|该|此|您要的|你要的|相關|相关|這個|这个)?(?:網頁|网页|頁面|页面|文章|內容|内容|檔案)\W*", re.I)),
    ("login wall", re.compile(r"(?:please )?(?:sign|log) ?in(?: (?:to|or|and|required|page|now).{0,60})?|log ?in required|(?:members?|subscribers?)(?: only)? ?(?:log ?in|sign ?in|area|only)|"
                              r"(?:會員|会员|用戶|用户|訂戶|请|請|讀者)?(?:先)?(?:登入|登錄|登录|登陸)(?:頁面|页面|帳戶|帳號|会员|會員|系統)?|subscribe to (?:continue|read).{0,40}", re.I)),
    # Google's "Before you continue", Yahoo's "Your privacy choices"
    ("consent wall", re.compile(r"before you continue.{0,40}|(?:your )?(?:privacy|cookie)s? (?:choices|consent|preferences|settings)|we value your privacy|cookie wall|使用條款及私隱|cookie ?(?:同意|設定|设置)", re.I)),
    ("server error", re.compile(r"(?:error )?50[0-4]\b.{0,60}|(?:internal )?server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable|error|oops\W*|an? (?:unknown |unexpected )?error (?:has )?occurred\W*|"
                                r"(?:系統|服务器|伺服器|程序)(?:錯誤|错误|繁忙|出錯|出错)|database error|web server is down", re.I)),
    ("under maintenance", re.compile(r"(?:the )?(?:site |website |page |system |server |we are |we'?re )?(?:is )?(?:currently )?(?:down for |under |in |scheduled )(?:scheduled |planned )?maintenance\W*(?:mode)?|(?:site )?maintenance|"
                                     r"be right back|coming soon|we'?ll be (?:right )?back.{0,40}|(?:系統|系统|網站|网站)?(?:維護|维护|維修)(?:中|通知)?|(?:網站|系統|网站|系统)(?:正在)?(?:升級|升级|維護|维护)(?:中)?", re.I)),
)  # fmt: skip
# One look at a title's words before the patterns: nearly every article's title is spared them.
_TELLING = re.compile(
    r"moment|稍候|attention req|checking your|ddos|please wait|cloudflare|robot|human|captcha|security|verif|pardon|驗證|验证|防火墙|\b[45]0\d\b|forbidden|denied|restricted|blocked|banned|rejected|satisfied|"
    r"authori|not available|拒絕|拒绝|禁止|被拒|not found|n't|not exist|not be|unavailable|nothing found|不存在|找不到|找到|刪除|删除|移除|下架|sign ?in|log ?in|only|area|subscribe to|登入|登錄|登录|登陸|before you|"
    r"privacy|cookie|error|server|gateway|oops|錯誤|错误|繁忙|出錯|出错|maintenance|right back|coming soon|be back|維護|维护|維修|升級|升级|使用條款",
    re.I,
)
_DIVIDER = re.compile(r"\s+[-–—|｜·]\s+|\s*[|｜]\s*|_")
_TITLE_LIMIT = 200
_HEAD = 60_000  # characters in which a title stands

# What challenge pages carry in their source; told only of small pages, because some of it is on normal pages as well.
_MARKS: tuple[tuple[str, str], ...] = (
    ("_cf_chl_opt", "Cloudflare challenge"),
    ("cf-browser-verification", "Cloudflare challenge"),
    ("cf-error-details", "access denied"),
    ("_Incapsula_Resource", "access denied"),
    ("Request unsuccessful. Incapsula", "access denied"),
    ("captcha-delivery.com", "captcha"),
    ("px-captcha", "captcha"),
    ("awswaf.com", "captcha"),
    ("aliyun_waf", "captcha"),
    ("acw_sc__v2", "captcha"),
    ("sucuri_cloudproxy_js", "captcha"),
    ("TencentCaptcha", "captcha"),
    ("h-captcha", "captcha"),
    ("g-recaptcha", "captcha"),
)
_SMALL = 32_000  # characters: challenge pages are smaller, most articles are not
_BARE = 250  # characters of visible text (Chinese counted double) under which a page cannot be an article
_MOUNT = re.compile(r"<div[^>]{0,80}\bid\s?=\s?[\"']?(?:root|app|__next|__nuxt|main-app|app-root)[\"']?[^>]{0,80}>\s{0,200}</div>", re.I)
_PASSWORD = re.compile(r"<input[^>]{0,300}type\s?=\s?[\"']?password|<form[^>]{0,300}action\s?=\s?[\"']?[^\"'>]{0,200}(?:log-?in|sign-?in|logon|auth)", re.I)
_REFRESH = re.compile(r"<meta[^>]{0,60}http-equiv\s?=\s?[\"']?refresh", re.I)
_NOT_FOUND_PATH = re.compile(r"/(?:404|not-?found|page-?not-?found|error404)(?:\.\w{2,5})?/?$", re.I)
_TELLING_PATH = re.compile(r"404|found|log-?in|logon|sign-?in|sso|authorize", re.I)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|logon|sso|oauth2?/authorize)(?:\.\w{2,5})?/?$", re.I)
_SAYS_SCRIPT = re.compile(r"(?:enable|requires?|turn on|need) (?:to enable )?javascript|javascript (?:is )?(?:disabled|required)|(?:啟用|启用|開啟|开启)\s?javascript", re.I)


def challenge(page: Page, status: int | None = None) -> str | None:
    """Why a page is no article, in words; None when it may be one.

    page    the page; status: its HTTP status, if known
    Reasons: "Cloudflare challenge", "captcha", "access denied", "login wall", "consent wall", "not found page under status 200",
    "server error", "under maintenance", "empty page", "empty without JavaScript", "a PDF, not a page", "no HTML".
    Example: challenge(Page(url, b"<title>Just a moment...</title>…")) == "Cloudflare challenge"
    """
    text = page.text
    if text.startswith("%PDF-") or text[:1024].lstrip().startswith("%PDF-"):
        return "a PDF, not a page"
    if "<" not in text[:2048] and "<" not in text[:_HEAD]:
        return "no HTML" if text.strip() else "empty page"
    title = _title(text)
    reason = _by_title(title) if title else None
    if reason is None and status is not None and status >= 400:
        reason = _BY_STATUS.get(status, "server error" if status >= 500 else f"status {status}")
    if reason is None and len(text) <= _SMALL:
        reason = _by_text(page, text)
    if reason is None:
        reason = _by_address(page.url, title)
    if reason == "not found page" and status in (None, 200):
        return "not found page under status 200"
    return reason


def _title(text: str) -> str:
    """The words of the first <title>."""
    start = text.find("<title", 0, _HEAD)
    if start < 0:
        start = text.find("<TITLE", 0, _HEAD)
    if start < 0:
        return ""
    start = text.find(">", start, start + 300) + 1
    end = text.find("<", start, start + 2 * _TITLE_LIMIT) if start else -1
    return html.unescape(text[start:end]).strip() if end > 0 else ""


def _by_title(title: str) -> str | None:
    """What a title says, with or without the site's name around it."""
    if len(title) > _TITLE_LIMIT or not _TELLING.search(title):
        return None
    parts = [p.strip() for p in _DIVIDER.split(title)]
    # "Forbidden" may be said by any half of a short title; of "Robots – Error – and us – Daily" only by the first.
    for part in dict.fromkeys((title, parts[0], parts[-1] if len(parts) == 2 else parts[0])):
        for reason, pattern in _TITLES:
            if part and pattern.fullmatch(part):
                return reason
    return None


def _by_text(page: Page, text: str) -> str | None:
    """What a small page's source and its few words say."""
    for mark, reason in _MARKS[:2]:
        if mark in text:
            return reason
    # Small pages with paragraphs are small articles (info.gov.hk's are 12,000 characters).
    if len(text) > 4000 and text.count("<p") + text.count("<br") > 6 and "_Incapsula_" not in text:
        return None
    root = page.root
    words = " ".join(block_text(root).split())
    size = len(words) + sum("⺀" <= c <= "鿿" for c in words[:1000])
    if size >= 4 * _BARE:
        return None
    for mark, reason in _MARKS[2:]:
        if mark in text:
            return reason
    heading: str = next((" ".join("".join(h.itertext()).split()) for h in root.iter("h1", "h2") if len(h) < 20), "")
    told = _by_title(heading[: _TITLE_LIMIT + 1]) or (_by_title(words[:120]) if len(words) <= 120 else None)
    if told is not None:
        return told
    if size >= _BARE:
        return None
    if _PASSWORD.search(text):
        return "login wall"
    if _MOUNT.search(text) or _SAYS_SCRIPT.search(text):
        return "empty without JavaScript"
    if _REFRESH.search(text):
        return "a redirect, not a page"
    if size < 40:
        return "empty without JavaScript" if "<script" in text else "empty page"
    return None


def _by_address(url: str, title: str) -> str | None:
    """What the address after redirects says: "/404.html", "/login", "consent.example.com"."""
    if not _TELLING_PATH.search(url[-80:]) and "//consent." not in url[:20]:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if _NOT_FOUND_PATH.search(parts.path[-80:]):
        return "not found page"
    if (parts.hostname or "").startswith("consent."):
        return "consent wall"
    if _LOGIN_PATH.search(parts.path[-80:]):
        return "login wall"
    return None
