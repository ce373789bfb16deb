"""Tells pages that are no article: challenges, blocks, login walls, soft 404s, empty shells.

Sites answer such pages under status 200 as readily as under 403. What they have in common is little text and a title that says so;
a page with a real title and a real body is let through whatever scripts it carries (Cloudflare's script runs on normal pages too).
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from harvester.embedded import embedded_article
from harvester.layout import SKIPPED, block_text
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

def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.I)


# Titles that no article has: the whole title must match, the site's own name after a divider set aside.
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # "Just a moment...", "請稍候...", "Attention Required! | Cloudflare", "Checking your browser before accessing"
    (
        "Cloudflare challenge",
        _any(
            r"just a moment\W*|one moment,? please\W*|please wait\W*|[請请]稍[候等]\W*",
            r"(?:nur einen|un|um|een|einen) (?:momento?|instant|moment)(?: (?:geduld|bitte))?\W*|しばらくお待ちください\W*|잠시만 기다리십시오\W*",
            r"attention required!?\W*|checking your browser.{0,80}|ddos-guard",
        ),
    ),
    # "Are you a robot?", "Pardon Our Interruption", "Verifying you are human", "安全验证"
    (
        "captcha",
        _any(
            r"are you (?:a )?(?:robot|human)\W*|robot check|human verification|verify(?:ing)? (?:that )?you are (?:a )?human.{0,40}",
            r"(?:re)?captcha.{0,40}|(?:.{0,40} )?captcha(?: page)?|(?:security|bot) (?:check|verification)|pardon our interruption\W*",
            r"(?:vercel )?security checkpoint|client challenge|challenge validation|robot challenge screen|making sure you['’]re not a bot\W*|you are being redirected\W*|protected by .{0,30}waf",
            r"(?:安全|人機|人机|身份|滑動|滑动|訪問|访问|百度安全)(?:驗證|验证)(?:頁面|页面)?|(?:驗證碼|验证码)(?:拦截|攔截)?|环境异常|環境異常",
        ),
    ),
    # "403 - Forbidden", "Access to this page has been denied", "ERROR: The request could not be satisfied"
    (
        "access denied",
        _any(
            r"(?:error )?40[135](?:\W{1,4}(?:error|forbidden|unauthori[sz]ed|access|permission|(?:method )?not allowed).{0,40})?|forbidden|unauthori[sz]ed|error: the request could not be satisfied",
            r"access (?:to this (?:page|site) )?(?:has been )?(?:is )?(?:denied|restricted|blocked)\W*",
            r"(?:request|ip|sorry, you have been|you have been) (?:blocked|banned|rejected)\W*",
            r"not available in your (?:region|country)\W*|[拒禁][絕绝止](?:訪問|访问|存取)|(?:訪問|访问|存取|請求|请求)已?被(?:拒絕?|拒绝|阻断|阻斷|拦截|攔截|封鎖)\W*",
            r".{0,60}used cloudflare to restrict access|sucuri website firewall|restricted access|web page blocked\W*|your access to this (?:site|page|website) has been (?:limited|blocked|denied)\W*",
            r"(?:.{0,20}(?:网站|網站|web ?应用))防火[墙牆](?:\(waf\))?|创宇盾|网站安全狗|云锁|d盾.{0,6}",
        ),
    ),
    ("too many requests", _any(r"(?:error )?429(?:\W{1,4}(?:error|too many).{0,40})?|too many requests\W*|you are being rate limited\W*|(?:請求|请求|訪問|访问|操作)(?:過於|过于|太)(?:頻繁|频繁)\W*")),
    # "404 Not Found", "Page not found", "Error 404 (Not Found)!!1", "抱歉，您要訪問的頁面不存在", "找不到網頁"
    (
        "not found page",
        _any(
            r"(?:error\W{0,3})?404(?:\W{1,4}(?:error|not found|page|file|nothing|oops|that).{0,60})?|.{0,20}\W404(?:\W{0,3}(?:error|not found))?|not found|nothing found|page unavailable",
            r"(?:sorry,? )?(?:the )?(?:requested )?(?:page|article|file|story|content|document|url)(?: (?:is|was|could|can))?"
            r"(?: be)?(?: ?not|n['’o]t)(?: be)? (?:found|available|exist)\W*|(?:this )?page (?:does not|doesn['’]t) exist\W*",
            r"(?:抱歉|對不起|对不起)?\W{0,2}[您你]?所?要?(?:訪問|访问|瀏覽|浏览|查看|查找|尋找|寻找|找)?的?[該该此這这]?個?个?"
            r"(?:網頁|网页|頁面|页面|文章|內容|内容|檔案)(?:不存在|找不到|未找到|沒有找到|没有找到|已被?(?:刪除|删除|移除)|已下架)\W*",
            r"(?:找不到|沒有找到|没有找到|未找到)(?:[該该此]|[您你]要的|相關|相关|這個|这个)?(?:網頁|网页|頁面|页面|文章|內容|内容|檔案)\W*",
        ),
    ),
    # "Sign in to continue", "Log in to your account", "會員登入"
    (
        "login wall",
        _any(
            r"(?:please )?(?:sign|log) ?in(?: (?:to (?:continue|your|read|view|access)\b|or|and|required|page|now).{0,60})?|log ?in required",
            r"(?:members?|subscribers?)(?: only)? ?(?:log ?in|sign ?in|area|only)|subscribe to (?:continue|read)(?: reading)?\W*",
            r"(?:會員|会员|用戶|用户|訂戶|讀者|[請请])?先?(?:登入|登錄|登录|登陸)(?:頁面|页面|帳戶|帳號|会员|會員|系統)?",
        ),
    ),
    # Google's "Before you continue", Yahoo's "Your privacy choices"
    (
        "consent wall",
        _any(r"before you continue(?: to .{0,30})?|(?:your )?(?:privacy|cookie)s? (?:choices|consent|preferences|settings|wall)|we value your privacy|cookie ?(?:同意|設定|设置)"),
    ),
    (
        "server error",
        _any(
            r"(?:error )?5(?:0[0-4]|2[0-7]|30)(?:\W{1,4}(?:error|internal|not impl|bad|service|gateway|server|web server|connection|origin|a timeout|ssl|invalid|railgun).{0,60})?|origin dns error|dns resolution error|(?:internal )?server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable",
            r"server error in .{0,60}application\W*|error|oops\W*|an? (?:unknown |unexpected )?error (?:has )?occurred\W*|database error|web server is down",
            r"(?:系統|系统|服务器|伺服器|程序)(?:錯誤|错误|繁忙|出錯|出错)",
        ),
    ),
    (
        "under maintenance",
        _any(
            r"(?:the )?(?:site |website |page |system |server |we are |we'?re )?(?:is )?(?:currently )?(?:down for |under |in )(?:scheduled |planned )?maintenance\W*(?:mode)?",
            r"(?:site |scheduled )?maintenance|be right back|coming soon|we'?ll be (?:right )?back.{0,40}",
            r"(?:系統|系统|網站|网站)(?:正在)?(?:升級|升级|維護|维护|維修)(?:中|通知)?|(?:維護|维护)中",
        ),
    ),
)
# One look at a title's words before the patterns: nearly every article's title is spared them.
_TELLING = (
    "moment", "instant", "お待ち", "기다", "稍候", "稍等", "attention", "checking", "ddos", "please", "cloudflare", "robot", "human", "captcha",
    "security", "bot", "pardon", "驗證", "验证", "防火墙", "400", "401", "403", "404", "405", "50", "forbidden", "denied",
    "restrict", "blocked", "banned", "limited", "firewall", "防火", "创宇", "安全狗", "云锁", "d盾", "challenge", "checkpoint", "redirected", "waf", "异常", "異常", "429", "too many", "頻繁", "频繁", "拦截", "攔截", "封鎖", "被拒", "dns", "rejected", "satisfied", "authori", "available", "拒絕", "拒绝", "禁止", "被阻", "被拦",
    "found", "n't", "n’t", "exist", "unavailable", "不存在", "找不", "找到", "刪除", "删除", "移除", "下架", "sign", "log", "only",
    "area", "subscribe", "登入", "登錄", "登录", "登陸", "before", "privacy", "cookie", "error", "server", "gateway", "oops",
    "錯誤", "错误", "繁忙", "出錯", "出错", "maintenance", "back", "soon", "維護", "维护", "維修", "升級", "升级",
)  # fmt: skip
_DIVIDER = re.compile(r"\s+[-–—|｜·]\s+|\s*[|｜]\s*|_")
_TITLE_LIMIT = 200
_HEAD = 60_000  # characters in which a title stands

# What only walls carry in their source.
_MARKS: tuple[tuple[str, str], ...] = (
    ("_cf_chl_opt", "Cloudflare challenge"),
    ("cf-browser-verification", "Cloudflare challenge"),
    ("cf-error-details", "access denied"),
    ("Request unsuccessful. Incapsula", "access denied"),
    ("captcha-delivery.com", "captcha"),
    ("px-captcha", "captcha"),
    ("gokuProps", "captcha"),
    ("sec-if-cpt-container", "captcha"),
    ("triggerInterstitialChallenge", "captcha"),
    ("bm-verify=", "captcha"),
    ("acw_sc__v2", "captcha"),
    ("x5secdata", "captcha"),
    ("sucuri_cloudproxy_js", "captcha"),
    ("/.well-known/sgcaptcha", "captcha"),
    ("anubis_challenge", "captcha"),
    ("wsidchk", "captcha"),
    ("/.lsrecap/", "captcha"),
)
# What forms and scripts of normal pages carry as well; told of pages that say next to nothing.
_WEAK_MARKS: tuple[tuple[str, str], ...] = (
    ("_Incapsula_Resource", "access denied"),
    ("awswaf.com", "captcha"),
    ("aliyun_waf", "captcha"),
    ("AliyunCaptcha", "captcha"),
    ("TencentCaptcha", "captcha"),
    ("captcha.qcloud.com", "captcha"),
    ("perfdrive.com", "captcha"),
    ("geetest.com", "captcha"),
    ("cf-turnstile", "captcha"),
    ("h-captcha", "captcha"),
    ("g-recaptcha", "captcha"),
)
_BARE_FORM = 120  # characters of visible text beside a captcha that make no article
# How walls speak: a line of theirs begins so. An article that quotes them begins its line with a quotation mark, or with its own words.
_WALL_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "too many requests",
        _any(r"(?:error 1015\W{0,4})?you are being rate limited|too many requests\b|(?:您的?|你的?)?(?:請求|请求|訪問|访问|操作)(?:過於|过于|太)(?:頻繁|频繁)"),
    ),
    # "Verify you are human by completing the action below.", "Performing security verification", "正在驗證您是否是人類"
    (
        "Cloudflare challenge",
        _any(
            r"verify(?:ing)? you are human\b|performing security verification|checking (?:if the site connection is secure|your browser before accessing)|enable javascript and cookies to continue",
            r"正在(?:驗證|验证)您是否是?(?:人類|真人)|(?:確認|确认|驗證|验证)您是真人",
        ),
    ),
    (
        "captcha",
        _any(
            r"(?:to continue, )?please (?:verify|confirm|prove|make sure) (?:that )?you(?:['’]re| are) (?:a human|human|not a (?:robot|bot))|press (?:&|and) hold to confirm|please (?:solve|complete) (?:this|the) (?:captcha|puzzle|security check)",
            r"(?:we['’]ve|we have|our systems have) detected unusual (?:activity|traffic)|(?:sorry, )?we just need to make sure you['’]re not a robot|in order to continue, we need to verify that you['’]re not a robot",
            r"(?:we['’]re|we are) verifying your browser|checking the site connection security|enter the characters you see below|making sure you['’]re not a bot",
            r"(?:請|请)(?:先)?(?:完成|通過|通过|進行|进行).{0,6}(?:安全|人機|人机|滑動|滑动)?(?:驗證|验证)(?:以|後|后|[，,。]|$)|(?:請|请)(?:證明|证明|確認|确认)[您你](?:不是機器人|不是机器人|是真人|是人類)|(?:我們|我们|系統|系统)(?:偵測|检测|檢測)到(?:您的)?.{0,12}(?:異常|异常)(?:流量|活動|活动|訪問|访问)",
            r"(?:当前|當前)(?:环境|環境|网络环境)(?:异常|異常)|(?:别离开|別離開).{0,30}(?:請|请)(?:进行|進行)(?:验证|驗證)",
        ),
    ),
    (
        "access denied",
        _any(
            r"you don['’]t have permission to access .{0,300}on this server|reference\s#\d{1,3}\.[0-9a-f]{4,}|the requested url was rejected|(?:sorry, )?you have been blocked\b|your access to this (?:site|service) has been (?:limited|blocked)",
            r"web page blocked!|this request was blocked by|your request has been blocked|access to this page has been denied because|(?:the )?page cannot be displayed\. please contact the administrator",
            r"(?:很抱歉|抱歉|对不起|對不起)?[，,]?\s?(?:由于您访问的URL|您提交的请求|您的(?:访问|訪問)?(?:请求|請求|訪問|访问)(?:带有不合法|疑似攻击|疑似攻擊|已被|被|可能对))",
            r"(?:当前|當前)(?:请求|請求|访问|訪問)(?:存在威胁|存在威脅|疑似)|[您你]所在的(?:地區|地区|國家|国家)(?:無法|无法|不能|未能)(?:瀏覽|浏览|訪問|访问|觀看|存取)|存取被拒",
        ),
    ),
    (
        "login wall",
        _any(
            r"(?:please )?(?:sign|log) in (?:or (?:subscribe|register|create an account) )?to (?:continue|read|view)|subscribe (?:now )?to (?:continue|read|keep)|this (?:article|content|story) is (?:for|available to) (?:subscribers|members) only",
            r"(?:請|请)(?:先)?(?:登入|登錄|登录|登陸)(?:後|后|以|，|方可|才)|(?:登入|登录|登錄)(?:後|后)(?:可|方可|才能|即可)?(?:查看|閱讀|阅读|瀏覽|浏览|繼續|继续)|本(?:文|內容|内容)(?:只供|僅供|仅供|僅限|仅限)(?:訂戶|订户|會員|会员)",
        ),
    ),
)
# What only articles state: a story may well be called "Error" or "Coming soon".
_SIGNED = ('"datePublished"', "article:published_time", '"articleBody"')
_SMALL = 32_000  # characters: challenge pages are smaller, most articles are not
_BARE = 250  # characters of visible text (Chinese counted double) under which a page cannot be an article
_MOUNT = re.compile(r"<div[^>]{0,80}\bid\s?=\s?[\"']?(?:root|app|__next|__nuxt|main-app|app-root)[\"']?[^>]{0,80}>\s{0,200}</div>", re.I)
_PASSWORD = _any(
    r"<input[^>]{0,300}type\s?=\s?[\"']?password",
    r"<form[^>]{0,200}action\s?=\s?[\"']?[^\"'>]{0,200}(?:log-?in|sign-?in|logon|auth)",
)
_REFRESH = re.compile(r"<meta[^>]{0,60}http-equiv\s?=\s?[\"']?refresh", re.I)
_NOT_FOUND_PATH = re.compile(r"(?:/\w{2,5}|/errors?)?/(?:404|not-?found|page-?not-?found|error-?404)(?:\.\w{2,5})?/?", re.I)
_TELLING_PATH = re.compile(r"404|found|log-?in|logon|sign-?in|sso|authorize", re.I)
_LOGIN_PATH = re.compile(r"(?:/\w{2,12})?/(?:log-?in|sign-?in|logon|sso|oauth2?/authorize)(?:\.\w{2,5})?/?", re.I)
_SAYS_SCRIPT = _any(
    r"(?:enable|requires?|turn on|need) (?:to enable )?javascript|javascript (?:is )?(?:disabled|required)", r"(?:啟用|启用|開啟|开启)\s?javascript"
)


# what a browser does not show as a page: <rss version="2.0">, <feed xmlns=…>, <urlset …>, <frameset cols="20%,80%">
_NO_PAGE = re.compile(r"^\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--[^>]{0,999}-->\s{0,99})?(?:<\?xml-[^>]{0,300}>\s{0,99})?<(?:rss|feed|rdf:RDF|(?P<map>urlset|sitemapindex))[\s>]|(?P<frames><frameset[\s>])", re.I)
# "您访问的文章不存在或已被删除", "We could not find the page"; told of pages that say next to nothing else
_MISSING = re.compile(
    r"(?:网页|網頁|页面|頁面|文章|内容|內容|信息|資訊|新闻|新聞|链接|連結)(?:已经|已經|或)?(?:不存在|已?被?(?:删除|刪除|移除)|找不到|未找到|已下架|已失效)|"
    r"(?:page|article|story|content) (?:that )?(?:you (?:are|were) looking for|you requested|requested)?.{0,30}(?:not be found|not found|(?:does not|doesn.t|no longer) exists?|been (?:removed|deleted))|could ?n[o.’']t ?t? find (?:the|that|this) (?:page|article)",
    re.I,
)
# ASP.NET puts the whole page into one form.
_UNSEEN = SKIPPED - {"form"}


def challenge(page: Page, status: int | None = None) -> str | None:
    """Why a page is no article, in words; None when it may be one.

    page    the page; status: its HTTP status, if known
    Reasons: "Cloudflare challenge", "captcha", "access denied", "too many requests", "login wall", "consent wall", "not found page under status 200",
    "server error", "under maintenance", "empty page", "empty without JavaScript", "pictures without text", "a PDF, not a page", "a feed, not a page", "a sitemap, not a page",
    "frames, not a page", "no HTML".
    Example: challenge(Page(url, b"<title>Just a moment...</title>…")) == "Cloudflare challenge"
    """
    text = page.text
    if text.startswith("%PDF-") or text[:1024].lstrip().startswith("%PDF-"):
        return "a PDF, not a page"
    if "<" not in text[:2048] and "<" not in text[:_HEAD]:
        return "no HTML" if text.strip() else "empty page"
    if (found := _NO_PAGE.search(text[:4000])) is not None:
        return "frames, not a page" if found["frames"] else "a sitemap, not a page" if found["map"] else "a feed, not a page"
    title = _title(text)
    reason = _by_title(title) if title else None
    if reason is not None and any(sign in text for sign in _SIGNED):
        reason = None
    if reason in ("Cloudflare challenge", "access denied") and "cf-error-" in text:
        reason = _by_error_page(text)
    if reason is None and status not in (404, 410):
        reason = _by_wall(page, text)
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
    folded = title.lower()
    if len(title) > _TITLE_LIMIT or not any(word in folded for word in _TELLING):
        return None
    parts = [p.strip() for p in _DIVIDER.split(title)]
    # "Forbidden" may be said by any half of a short title; of "Robots – Error – and us – Daily" only by the first.
    for part in dict.fromkeys((title, parts[0], parts[-1] if len(parts) == 2 else parts[0])):
        for reason, pattern in _TITLES:
            if part and pattern.fullmatch(part):
                return reason
    return None


def _by_error_page(text: str) -> str:
    """Which of Cloudflare's error pages one is: they share a title and a frame."""
    if "Error 1015" in text or "rate limited" in text:
        return "too many requests"
    return "server error" if _ORIGIN.search(text) else "Cloudflare challenge" if "challenge-form" in text or "_cf_chl_opt" in text else "access denied"


# "Error code 522", "Origin DNS error"
_ORIGIN = re.compile(r"Error(?: code)? 5[23]\d\b|DNS (?:resolution |points )?(?:error|to)|Web server is (?:down|returning)")


def _by_wall(page: Page, text: str) -> str | None:
    """What a page of few words carries in its source, or says as walls say it."""
    # Cloudflare's may be large; of the others' marks some are in the scripts of large normal pages
    marked = next((mark for mark in (_MARKS if len(text) <= _SMALL else _MARKS[:1]) if mark[0] in text), None)
    if marked is None and (len(text) > _SMALL or _has_prose(text)):
        return None
    if any(sign in text for sign in _SIGNED):
        return None
    lines, size = _seen(page)
    if size >= 4 * _BARE:
        return None
    if marked is not None:
        return _by_error_page(text) if marked[0] == "cf-error-details" else marked[1]
    for reason, pattern in _WALL_LINES:
        if any(pattern.match(line) for line in lines) and (reason != "login wall" or _prose(lines) < _BARE_FORM):
            return reason
    return next((reason for mark, reason in _WEAK_MARKS if mark in text), None) if size < _BARE_FORM else None


def _seen(page: Page) -> tuple[list[str], int]:
    """A page's first lines as a reader sees them, and how much all of it says: characters, Chinese counted double."""
    words = block_text(page.root, skipped=_UNSEEN)
    size = len(words) + sum("⺀" <= c <= "鿿" for c in words[:1000])
    return [line.strip()[:400] for line in words[:4000].split("\n")][:60], size


def _prose(lines: list[str]) -> int:
    """How much of lines is sentences that no wall would say."""
    told = [line for line in lines if len(line) > 30 and line[-1] in ".。!！?？”」" and not any(pattern.match(line) for _reason, pattern in _WALL_LINES)]
    return sum(len(line) + sum("⺀" <= c <= "鿿" for c in line) for line in told)


def _has_prose(text: str) -> bool:
    """Whether a small page has paragraphs: it is a small article then (info.gov.hk's are 12,000 characters)."""
    return len(text) > 4000 and (_many(text, "<br") or _many(text, "<p") or _many(text, "<P"))


def _by_text(page: Page, text: str) -> str | None:
    """What a small page's few words say, and its shape."""
    if _has_prose(text):
        return None
    root = page.root
    words = " ".join(block_text(root, skipped=_UNSEEN).split())
    size = len(words) + sum("⺀" <= c <= "鿿" for c in words[:1000])
    if size >= 4 * _BARE:
        return None
    heading: str = next((" ".join("".join(h.itertext()).split()) for h in root.iter("h1", "h2") if len(h) < 20), "")
    told = _by_title(heading[: _TITLE_LIMIT + 1]) or (_by_title(words[:120]) if len(words) <= 120 else None)
    if told is not None:
        return told
    if size >= _BARE:
        return None
    if _MISSING.search(words):
        return "not found page"
    if _PASSWORD.search(text):
        return "login wall"
    if embedded_article(page) is not None:
        return None
    if _MOUNT.search(text) or _SAYS_SCRIPT.search(text):
        return "empty without JavaScript"
    if _REFRESH.search(text):
        return "a redirect, not a page"
    if _many(text, "<img") and "datePublished" not in text:
        return "pictures without text"
    if size >= 40 and "<script" in text and len("".join(block_text(root, set(root.iter("footer")), _UNSEEN).split())) < 20:
        return "empty without JavaScript"
    if size < 40:
        return "empty without JavaScript" if "<script" in text else "empty page"
    return None


def _many(text: str, what: str) -> bool:
    """Whether a text holds something more than six times."""
    at = -1
    for _time in range(7):
        at = text.find(what, at + 1)
        if at < 0:
            return False
    return True


def _by_address(url: str, title: str) -> str | None:
    """What the address after redirects says: "/404.html", "/login", "consent.example.com"."""
    if not _TELLING_PATH.search(url[-80:]) and "//consent." not in url[:20]:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if _NOT_FOUND_PATH.fullmatch(parts.path[:80]):
        return "not found page"
    if (parts.hostname or "").startswith("consent."):
        return "consent wall"
    if _LOGIN_PATH.fullmatch(parts.path[:80]):
        return "login wall"
    return None
