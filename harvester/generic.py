"""The reader for pages without a layout: JSON-LD and metas for what is stated, its own block picker for what is seen.

The picker weighs blocks of text by their length outside links (a Chinese character counts double) and takes the element that holds most
of them near the headline. trafilatura, 17 times the cost of parsing a page, is asked only where the picker is unsure.
Everything found is a string of the page: meaning is made of it later, by the same pipelines as for layouts.
"""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from harvester.embedded import Told, embedded_article, holds_captions, holds_state
from harvester.items import SCRAPED_FIELDS, Link, Photo, Scraped
from harvester.layout import SKIPPED, block_text, text_of
from harvester.listing import cards_of
from harvester.page import Page, kinds_of, lift


class Generic(NamedTuple):
    """What was read, and which of "json-ld", "opengraph", "embedded", "trafilatura" gave something of it (the page's own text is always read)."""

    scraped: Scraped
    readers: tuple[str, ...]


def read_generic(page: Page, *, wanted: frozenset[str] | None = None) -> Generic:
    """Read a page of unknown make.

    wanted  names of the Scraped fields to fill; None: all
    Result: strings as the page has them, relative addresses made absolute by the pipelines.
    Example: read_generic(page).scraped.published_meta == "2025-11-30T10:28:36+08:00"
    """
    lift(page.root)
    reader = _Reader(page)
    scraped = Scraped()
    for name in _ORDER:
        if wanted is None or name in wanted:
            value = getattr(reader, name)()
            if value:
                setattr(scraped, name, value)
    used = tuple(name for name in ("json-ld", "opengraph", "embedded", "trafilatura") if name in reader.used)
    return Generic(scraped, used)


_ORDER = (
    "headline", "description", "section", "byline", "authors", "published", "updated", "published_meta", "updated_meta", "paragraphs",
    "photos", "translations", "videos", "attachments", "keywords", "canonical", "language", "live",
)  # fmt: skip
assert SCRAPED_FIELDS.issuperset(_ORDER)

# --- words ---------------------------------------------------------------------------------------------------------------

_HAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_SPACES = re.compile(r"\s+")
_STOP = re.compile(r"[。！？!?；;]|[.,，](?:\s|$|[”\"’'])|，")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Class and id names of what is never the article: "related-posts", "article-share", "commentList", "hotNews"
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|relate|relevant|comments?|disqus|sidebar|side-?bar|footer|foot|nav|navbar|navigation|menu|breadcrumbs?|share|sharing|shares|social|addthis|advert\w*|ads?|adv|"
    r"banner|promo\w*|newsletter|subscri\w+|popup|pop-up|modal|dialog|cookies?|consent|gdpr|recommend\w*|recom|trending|most-?(?:read|viewed|popular)|popular|hot-?(?:news|list|article)?|ranking|rank|"
    r"live-?(?:blog-?)?(?:posts?|updates?|entry|entries|feed|stream)|latest|more-?(?:news|articles|stories|from)|read-?more|also-?read|see-?also|pagination|pager|copyright|disclaimer|login|signup|sign-?up|"
    r"donat\w+|paywall|taboola|outbrain|dable\w*|next-?(?:article|post)|prev\w*|author-?(?:bio|box|info|card)|bio|tags?|taglist|tag-?list|keywords?|editor|(?<!label-)(?<!overflow-)hidden|sr-only|visually-hidden|"
    r"screen-reader-text|jp-relatedposts|sharedaddy|skip-?link|site-?header|masthead|topbar|top-bar|ticker|carousel|swiper|slick|audio-?player|player|mail-?list|feedback|vote|poll|reaction|emoji|rail)"
    r"(?=$|[\s_-])",
)
# "article-content", "entry-content", "articleBody", "news_content", "TRS_Editor", "rm_txt_con"
_BODYLIKE = re.compile(
    r"(?:article|story|news|post|entry|main|blog|detail|page|item|single)[\s_-]?(?:body|content|contents|text|txt|detail|details|con|full-?text|main|inner)|"
    r"(?:^|[\s_-])(?:full-?text|body-?text|text-?content|content-?text|txt-?con|article|story|content|detail|press-?release|pressrelease)(?=$|[\s_-])|trs_?editor|rm_txt|itemfulltext|td-post-content|zoom",
)
# Tailwind: "-ml-3", "pt-navBarMobile", "border-l-4", "hidden" says nothing of a page made for a browser
_UTILITY = re.compile(r"-?(?:[mp][trblxy]?|w|h|min|max|text|bg|border|flex|grid|gap|rounded|z|top|left|right|bottom|inset|font|leading|col|row|space|overflow|shadow|opacity|order)-|has-|no-|with-|is-|hidden$|(?:tag|category|type|status|format|post|postid)-(?!list|cloud|s?$|body|content|text|detail|main|meta|date|inner|entry|nav|share|related)[^\s]")
# "author_share", "date-share", "info_share": buttons in one row with what the page says of itself
_BESIDE_SHARES = re.compile(r"(?:^|[\s_-])(?:author|byline|date|time|meta|info|publish|source)(?=[\s_-]|$)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATELIKE = re.compile(r"(?:date|time|publish|pubtime|posted|timestamp|created|updated?|modified|issued|info|meta|source)")
_BYLIKE = re.compile(r"(?:byline|author|reporter|writer|writtenby|written-by|contributor|journalist|columnist)")
_CAPTIONLIKE = re.compile(
    r"caption|cutline|legend|titletext|(?:photo|img|image|pic|picture|slide|gallery|figure)[-_ ]?(?:text|desc\w{0,7}|title|des|txt|info|note|cap|intro|explain\w{0,6}|sm|shuoming)(?=$|[\s_-])|slide_?cap"
)
_CREDITLIKE = re.compile(r"(?:^|[\s_-])(?:credits?|photographer|photo-?by|copyright|attribution|source|byline|provider)(?=$|[\s_-])")
_UNSEEN_CLASS = re.compile(r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-text)?|hidden-?text|offscreen)(?=$|[\s_-])")

# "20:29, November 24, 2025", "2025-11-28 00:20", "2025年11月30日 10:28", "30 Nov 2025", "06-May-2026", "二〇二六年三月二日", "3小時前"
_DATE = re.compile(
    r"(?:19|20)\d{2}\s{1,3}\d{2}/\d{2}(?=\s{1,3}\d{2}:)|(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s+(?:19|20)\d{2}|\d{1,2}([-/.])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\1(?:19|20)\d{2}|"
    r"(?:民[國国]\s?\d{2,3}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?[日號号]|"
    r"\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,3}\s?(?:小時|小时|分鐘|分钟|天|日)前|\b\d{1,3}\s?(?:hours?|minutes?|mins?|hrs?|days?) ago|(?:今日|昨日|今天|昨天)\s{0,2}\d{1,2}[:：]\d{2}",
    re.I,
)
_CLOCK = re.compile(r"\d{1,2}\s?[:：時时]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b", re.I)
# "Published:", "Last updated", "發佈時間：", "更新：", "出版:", "Ends/Tuesday, …", "Issued at HKT 20:16"
_STAMPED = re.compile(
    r"^\W{0,3}(?:(?:page )?(?:first |last |date |time )?(?:published|publish(?:ed)? (?:at|on|time|date)|posted(?: on| at)?|updated?(?: on| at)?|modified|created|issued(?: at)?|released?|date|time)\b|ends?\s?/|"
    r"(?:最後|最后|最近|最新)?(?:更新|修改)(?:時間|时间|日期|於|于)?|(?:發佈|發布|发布|发表|發表|出版|刊登|上載|建立|編輯|录入)(?:時間|时间|日期|於|于|:|：|\s)|(?:文章|新聞|新闻|發稿|发稿|發文|发文|成文|上傳|上传|見報|见报|報道|报道)?(?:日期|時間|时间)\s?[:：]|香港時間|来源\s?[:：]|來源\s?[:：])",
    re.I,
)
_UPDATED = re.compile(r"updat|modif|revis|更新|修改|編輯時間", re.I)
# "By Wang Zhan in Hong Kong", "Reported by", "撰文：", "記者：", "文：", "文/", "【明報專訊】" is no byline
_BY = re.compile(
    r"^\W{0,2}(?:(?:(?:additional )?reporting |written |reported |story |text |words |submitted |posted |published |contributed )?by\s*:?\s+(?=[A-Z\u4e00-\u9fff])|(?:author|reporter|writer|text|words)s?\s?[:：]\s?|(?:author|作者)[,，]\s(?=[A-Z\u4e00-\u9fff])|"
    r"(?:撰文|撰稿|文字|文|作者|記者|记者|本報記者|本报记者|採訪|采访|採訪、撰文|採訪及撰文|採訪／撰文|報道|報導|报道|特約記者|實習記者|整理|編採|編譯|編輯|编辑|責任編輯|责任编辑|責編|责编|攝影|摄影|翻譯|译)\s?[:：︰﹕／/|｜丨]\s?\S)",
    re.I,
)
# "时间：2026-03-02 10:12 来源：前海日报 作者：李明 字号：大 中 小": a byline among other labels
_BY_INSIDE = re.compile(
    r"(?:作者|記者|记者|撰文|撰稿|文字|采写|採寫|采訪|採訪|采访|通讯员|通訊員|Author|Reporter|Writer)s?\s?[:：]\s?(?P<who>[^:：|｜\d\n]{2,80}?)"
    r"(?=\s?(?:发布|發佈|發布|时间|時間|日期|来源|來源|稿源|出处|字[号號體体]|浏览|瀏覽|阅读|閱讀|点击|點擊|人气|查看|评论|評論|编辑|編輯|责任|責任|责编|責編|摄影|攝影|更新|审核|校对|监制|"
    r"Source|Date|Time|Published|Posted|Editor|Views|Hits)|[|｜\d\n【（(]|$)",
    re.I,
)
# "Posted on March 2, 2026 by Mona Yip"
_POSTED_BY = re.compile(r"^\W{0,3}(?:posted|published|written|created|submitted|added)\b.{4,60}?\bby:?\s+(?P<who>[A-Z][^|\n]{1,80})$", re.I)
# "来源：大港财经 记者 李明 赵小云", "本報記者 陳大文"
_REPORTER_AT_END = re.compile(r"(?:记者|記者|撰文|作者|撰稿人)\s{1,2}(?P<who>[㐀-鿿]{2,4}(?:[\s、](?![發发]自|報[道導]|报道)[㐀-鿿]{2,4}){0,5})(?<![摄攝])\s{0,3}(?:$|(?=(?:19|20)\d\d\s?[-/.年]|[發发]自|報道|报道|報導))")
_STANDFIRST = re.compile(r"sub-?(?:title|head|headline|heading)|standfirst|summary|excerpt|deck|dek|sapo|intro|abstract|lead-?(?:text|in)?(?:$|[\s_-])|desc", re.I)
# the names that are given to nothing else
_DECK = re.compile(r"(?:^|[\s_-])(?:sub-?(?:title|head|headline|heading)s?|standfirst|deck|dek|sapo|excerpt)(?=$|[\s_-])")
# "你 或 有 興 趣 的 文 章", "相關新聞", "Related News:", "You may also like"
_CUT = re.compile(
    r"\W{0,3}(?:你\s?或\s?有\s?興\s?趣|(?:相關|相关|延伸|更多|其他|最新|熱門|热门|推薦|推荐|編輯推介|猜你喜歡|猜你喜欢|今日|往期)(?:新聞|新闻|文章|閱讀|阅读|報道|报道|內容|專題|专题|影片|話題|推薦|標籤|標簽|搜尋)?\s?[:：]?$|(?:頭條|头条|要聞|要闻)(?:新聞|新闻)?$|"
    r"related (?:news|articles?|stories|posts|topics|content)|more (?:news|stories|from|on this|by )|you (?:may|might) (?:also )?(?:like|be interested)|recommended|read next|most (?:read|popular|viewed)|trending|sponsored|"
    r"comments?$|leave a (?:reply|comment)|share this|tags?\s?[:：]?$|關鍵[字詞]|标签|標籤|分享|留言|發表評論|网友评论)",
    re.I,
)
# Bastille Post: other articles follow whole
_CUT_HARD = re.compile(r"\W{0,3}(?:往下看更多文章|更多文章|你\s?或\s?有\s?興\s?趣\s?的\s?文\s?章|related (?:news|articles|stories|posts)|you may also like)\s?[:：]?", re.I)
# "Photo", "Audio / Video", "Related Links", "附件": over what stands under a press release
_MEDIA = re.compile(
    r"\W{0,3}(?:photos?|images?|pictures?|(?:audio|video|videos)(?:\s?/\s?(?:audio|video))?|attachments?|annex(?:es)?|downloads?|(?:related|useful|external) links?|documents?|"
    r"相片|圖片|图片|照片|圖輯|影片|視像|聲音\s?[/／]\s?視像|声音\s?[/／]\s?视像|附件|附件下载|附件下載|下載|下载|(?:相關|相关|有關|有关)(?:連結|链接|附件|文件|下載|下载))\s?[:：]?",
    re.I,
)
_TRIFLE = re.compile(r"^(?:[（(]?(?:責任編輯|责任编辑|責編|责编|編輯|编辑|校對|校对|審核|审核|監製|监制)\s?[:：].{2,60}|(?:source|來源|来源)\s?[:：].{2,60}|点击.{0,8}阅读原文.{0,12}|《[^《》]{2,14}》\s?[（(][^（）()]{4,40}版\s?[）)]|\+\d{1,2}|更多相片|放大圖片|圖集|图集|\W{1,8}|[【\[]?\d{1,2}[】\]]?(?:[【\[]\d{1,2}[】\]]){0,20}|[上下]一[頁页篇則则]\s?[:：]?|（節錄）|.{0,8}相關報道\s?[:：]?|(?:相關字詞|標籤|关键词)\s?[﹕:：].{0,80}|分享到?[:：]?|print|share|\W{0,3}(?:log ?in|sign ?in|register)(?: or register)? to (?:post|leave|add) (?:a )?comments?|\d{0,5}\s?comments?|(?:copyright|©|\(c\)|版权所有|版權所有).{0,80})$", re.I)
_PLAYER = re.compile(r"^(?:the media could not be loaded|no compatible source was found|beginning of dialog window|end of dialog window|modal window$|closed captions$|playback (?:speed|rate)$|now playing$|skip ads?$|ads by\b|video player is loading|current time|視訊播放器|目前時間|無法找到相容此媒體的來源|[開结結]\S{1,3}對話視窗|關閉描述|視頻播放器|duration|loaded|總共時間|載入完畢|串流類型|剩餘時間|播放速率|章節|字幕|聲音軌道|放大圖片.{0,12}$|顯示原圖|點擊看圖|(?:更多|點擊觀看更多|点击查看更多)(?:相片|圖片|图片|照片)$|reading time:?\s?\d|listen to this|select voice|choose your listening|get through articles|stream type|remaining time|this is a modal window|\{\{|in this (?:article|story|report)$|(?:table of )?contents$|本文目錄$|目錄$|目录$|advertisement$|廣告$|廣告\W|/$)", re.I)
_PUBLISHED = re.compile(r"publish|posted|發佈|發布|发布|出版|刊登", re.I)
_AUTHOR_PAGE = re.compile(r"/(?:authors?|writers?|columnists?|reporters?|journalists?)/[^/]", re.I)
_TRUST = re.compile(r"\s*why you can trust.*$", re.I)
_ADVERT = re.compile(r"taboola|outbrain|^by$|\bfollow\b|skip to|^tagged|^posted in|^\d|https?:", re.I)
# consent boxes, imprints and pleas that stand on every page of a site
_BOILER = re.compile(r"\bcookies?\b.{0,200}(?:accept|consent|experience|browser|agree)|opt out of|terms of (?:use|service)|all rights reserved|版權所有|版权所有|©|subscribe to our|download (?:our|the) .{0,30}\bapp\b|免責聲明[:：]", re.I)
_URLISH = re.compile(r"^(?:https?:)?//|^www\.|@\w+\.\w", re.I)
_NUMERIC = re.compile(r"^[\d\s\W]+$")


# "Headline | Section | Site", "標題_頻道_站名", "Site - Headline"; "標題-站名" without spaces only between Han characters
_PARTS = re.compile(r"\s{1,3}[|｜\-–—·•:»]\s{1,3}|[_|｜]|(?<=[㐀-鿿])[-–—](?=[㐀-鿿])|(?<=[^\d\s]):\s(?=[^\d\s])")
# What names a place of a site, no article
_SECTION_NAME = re.compile(
    r"(?:(?:latest |all |our |local |breaking |top )?(?:news|press releases?|media releases?|press (?:room|statements?)|news (?:&|and) (?:events?|media)|news ?room|media (?:centre|center|room)|what's new|speeches|announcements?|"
    r"articles?|stories|(?:my |our )?blogs?|home ?page|home|events?|publications?|updates?|notices?|highlights?|detail|details|content|menu|search|contact us|about us)|"
    r"(?:最新|即時|即时|本地|工作|政府|熱點|焦點|图片|圖片|媒體|部門|部门|新闻|新聞)?(?:消息|新聞|新闻|新聞公報|新闻公报|公報|公报|動態|动态|要闻|要聞|資訊|资讯|公告|通告|通知|通知公告|新聞稿|新闻稿|演辭|演讲辞|活動|活动|發布|发布)|"
    r"新聞中心|新闻中心|首頁|首页|主頁|主页|正文|內容|内容|文章|詳情|详情|(?:我的)?(?:網誌|网志)|傳媒中心|專題|专题)",
    re.I,
)
_SITE_NAME = re.compile(r"^[㐀-鿿·]{2,12}(?:网|網|在线|在線|日报|日報|晚报|晚報|新闻网|新聞網|频道|頻道|门户|門戶|電視台|电视台|论坛|論壇|通讯社|通訊社)$")
_FOOT = re.compile(r"(?:^|[\s_-])(?:post|entry|article)-foot(?:er)?(?=$|[\s_-])")
_LOGO = re.compile(r"(?:^|[\s_-])(?:logo|site-?(?:title|name)|brand|branding|blog-?title|masthead)(?=$|[\s_-])")
_TITLELIKE = re.compile(r"(?<!page-)(?<!site-)(?<!sub-)(?<!sub)(?<!section-)(?<!block-)(?<!widget-)(?<!nav-)(?:title|headline|subject)|(?:^|[\s_-])(?:tit|bt|biaoti|heading)(?=$|[\s_-])")
_BIG = re.compile(r"font-size\s?:\s?(?:1[89]|[2-5]\d)(?:\.\d{1,3})?p[xt]|font-size\s?:\s?(?:x+-)?large|font-weight\s?:\s?(?:bold|[6-9]00)", re.I)
# a day that a page's machine writes as an instant: "2026-03-03T00:00:00+08:00", "2026-03-02T16:00:00.000Z"
_MIDNIGHT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<hours>00|16):00(?::00(?:\.0{1,6})?)?(?P<zone>Z|[+-]\d{2}:?\d{2}|)")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|odt|ods|rtf)(?:$|[?#])", re.I)


def _few(element: Any, most: int) -> bool:
    """Whether an element has no more children than that; len() would count them all, for each of its children anew."""
    return next(itertools.islice(element, most, None), None) is None


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _size(text: str) -> int:
    """Characters without spaces, Han counted double."""
    return len(text) + len(_HAN.findall(text))


def _names(element: Any) -> str:
    """Class and id as lower-case words, camelCase parted; utility classes ("pt-navBarMobile", "lg:p-6") left out."""
    value = element.get("class")
    ident = element.get("id")
    if ident:
        value = f"{value} {ident}" if value else ident
    return _named(value) if value else ""


@lru_cache(maxsize=8192)
def _named(value: str) -> str:
    words = [w for w in value[:400].split() if ":" not in w and not _UTILITY.match(w)]
    value = " ".join(words)
    return value.lower() if value.islower() else _CAMEL.sub("-", value).lower()


@lru_cache(maxsize=8192)
def _captioned(names: str) -> bool:
    """Whether names are those of a caption; a video player's "vjs-captions" are not."""
    return bool(_CAPTIONLIKE.search(names)) and "vjs" not in names and "subtitle" not in names


@lru_cache(maxsize=8192)
def _is_aside(names: str) -> bool:
    """Whether names are those of something beside the article."""
    found = _ASIDE.search(names)
    if found is None or _BODYLIKE.search(names):
        return False
    return not (found[0].strip(" _-") in ("share", "sharing", "shares", "social") and _BESIDE_SHARES.search(names))


_SKIP = SKIPPED - {"figure", "figcaption", "form"} | {"footer", "input", "label", "link", "meta", "source", "aside", "figure", "map", "dialog", "menu", "amp-ad"}
_BLOCK = frozenset(
    ("p", "div", "section", "article", "main", "td", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "ul", "ol", "table", "tbody", "tr", "header", "form",
     "center", "body", "figure", "dl", "details", "summary", "hgroup", "address", "th", "thead", "tfoot", "fieldset")
)  # fmt: skip
# A tenth of a second of trafilatura, whose time grows with the square of all three: characters of source, elements, pieces of text
MAX_SECOND = 400_000
MAX_SECOND_ELEMENTS = 10_000
MAX_SECOND_BLOCKS = 1500
MAX_CLIMB = 80  # levels above a block that are told of it
MAX_PHOTOS = 200
MAX_PICTURES = 1000  # that are looked at
MAX_HEADINGS = 1000
MAX_INLINE = 200  # elements below an inline one; one that holds more is taken for a block
MAX_ADDRESS = 4000  # characters
MAX_ELEMENTS = 60_000
UNSURE = 300  # weight of text under which the picker does not trust itself


class _Reader:
    """One reading of one page; each method is named for the field it reads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.used: set[str] = set()

    # --- stated -----------------------------------------------------------------------------------------------------------

    def meta(self, *names: str) -> str | None:
        """The first meta that the page has."""
        metas = self.page.metas
        for name in names:
            values = metas.get(name)
            if values:
                self.used.add("opengraph")
                return html.unescape(values[0])
        return None

    def data(self, *names: str) -> Any:
        """The first key that the JSON-LD node of the article has."""
        node = self.node
        for name in names:
            if node.get(name):
                self.used.add("json-ld")
                return node[name]
        return None

    @cached_property
    def node(self) -> dict[str, Any]:
        """The JSON-LD node of the article, unless what it states is another one's title: a teaser's node on a page that has none."""
        node = self.page.article_data
        title = node.get("headline")
        if not isinstance(title, str) or self.page.is_own(node):
            return node
        own = _key(title)
        seen = [_key(_inner(e)) for e in self.page.root.iter("h1")]
        return node if not own or not any(seen) or any(_agree(s, own) for s in seen) or not self.title else {}

    @cached_property
    def told(self) -> Told | None:
        """The article in the page's embedded data, where the page shows next to no text."""
        return embedded_article(self.page) if not self.survey.sure and sum(map(_size, self.survey.texts)) < UNSURE else None

    def text(self, *names: str) -> str | None:
        """The same, if it is text."""
        value = self.data(*names)
        value = value[0] if isinstance(value, list) and value else value
        return _clean(html.unescape(value)) or None if isinstance(value, str) else None

    # --- headline ---------------------------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        element = next(self.page.root.iter("title"), None)
        return _clean(element.text or "") if element is not None else ""

    @cached_property
    def stated_titles(self) -> list[str]:
        found = [self.meta("og:title"), self.text("headline", "name"), self.meta("twitter:title"), self.title]
        return [_clean(t) for t in found if t]

    @cached_property
    def headings(self) -> list[Any]:
        """The elements that may show the headline, likeliest first: those whose words the metas repeat, then the first h1."""
        keys = [k for k in map(_key, self.stated_titles) if k]
        found = []
        first = None
        for element in itertools.islice(self.page.root.iter("h1", "h2", "h3"), MAX_HEADINGS):
            if sum(above.tag in ("h1", "h2", "h3") for above in element.iterancestors()) > 3:
                continue  # never closed; what is in it stands in those around it
            text = _inner(element)
            words = _key(text)
            if not words or _SECTION_NAME.fullmatch(text) or _leads_home(element) or _in_dialog(element):
                continue
            if len(words) > 3 and any(_agree(words, k) for k in keys):
                found.append(element)
            elif first is None and element.tag == "h1" and _size(words) > 7:
                first = element
        if not found:
            found = self._elsewhere(keys)
            if found and not self.meta("og:title") and not self.text("headline") and self._rest_is_sections(found):
                found = []  # "Financial Secretary - My Blog" and a banner that says the first
        found = self._without_site(found)
        if first is not None:
            found.append(first)
        longest = max((len(_key(_inner(e))) for e in found), default=0)
        return [e for e in found if 2 * len(_key(_inner(e))) >= longest or e is first][:8]

    def _elsewhere(self, keys: list[str]) -> list[Any]:
        """Elements that are no headings and say what the metas say."""
        found = []
        for element in self.page.root.iter("div", "p", "span", "strong", "td", "b", "font", "h4", "h5", "center", "dt", "dd", "th"):
            own = element.text or (element[0].text if len(element) else None)
            start = _key(own)[:8] if own and _size(own) > 7 and len(element) < 7 else ""
            if start and any(start in k for k in keys):
                text = _inner(element)
                words = _key(text)
                if _size(words) > 7 and len(words) < 300 and any(words == k or (_size(words) > 12 and words in k) for k in keys):
                    if not _SECTION_NAME.fullmatch(text) and not _leads_home(element) and not _beside(element):
                        found.append(element)
        return found

    def _without_site(self, found: list[Any]) -> list[Any]:
        """Without those that say a lesser part of the title, the site's or the section's name, where another says its longest part."""
        parts = sorted(map(_key, _PARTS.split(self.title)), key=len)
        if len(parts) < 2 or not found:
            return found
        lesser = {p for p in parts[:-1] if p}
        site = _key(next(iter(self.page.metas.get("og:site_name", ())), ""))
        better = [e for e in found if (words := _key(_inner(e))) not in lesser and words != site]
        if better:
            return better
        # "Harbour Trust - Press Releases": where all else in the title names a section, it says no headline
        return [] if self._rest_is_sections(found) and not self.meta("og:title") else found

    def _rest_is_sections(self, found: list[Any]) -> bool:
        """Whether the title has other parts than those that elements say, and each of them names a section."""
        own = {_key(_inner(e)) for e in found}
        rest = [p for p in _PARTS.split(self.title) if _key(p) not in own]
        return bool(rest) and all(_SECTION_NAME.fullmatch(p.strip()) for p in rest)

    @property
    def heading(self) -> Any:
        return self.survey.heading

    def headline(self) -> str | None:
        seen = _clean(_inner(self.heading)) if self.heading is not None else None
        if seen:
            return seen
        if self.told is not None and self.told.headline:
            self.used.add("embedded")
            return self.told.headline
        stated = next(iter(self.stated_titles), None)
        return self._bare(stated) if stated else None

    def _bare(self, title: str) -> str:
        """A stated title without the names of the site and of its sections at its ends."""
        parts = _PARTS.split(title)
        marks = _PARTS.findall(title)
        if len(parts) < 2:
            return title
        host = _letters(urlsplit(self.page.url).hostname or "")
        links = {_key(_inner(a)) for a in self.page.root.iter("a") if len(a) < 3 and a.text and len(a.text) < 40}
        names = {_key(n) for n in self.page.metas.get("og:site_name", ())}

        def is_name(part: str) -> bool:
            words = _key(part)
            return words in names or (len(words) > 3 and words.isascii() and words in host) or bool(_SECTION_NAME.fullmatch(part.strip()) or _SITE_NAME.search(part.strip()))

        kept = len(parts)
        while kept > 1 and is_name(parts[kept - 1]):
            kept -= 1
        if kept < len(parts) or marks[-1].strip() in "|_｜":
            while kept > 1 and marks[kept - 2].strip() in "|_｜" and _size(parts[kept - 1]) * 2 < _size(parts[0]) and (kept < len(parts) or _key(parts[kept - 1]) in links):
                kept -= 1
        start = 0
        while start < kept - 1 and is_name(parts[start]):
            start += 1
        text = "".join(p + m for p, m in zip(parts[start:kept], [*marks[start : kept - 1], ""], strict=True))
        return text.strip() or title

    # --- the picker -------------------------------------------------------------------------------------------------------

    @cached_property
    def survey(self) -> _Survey:
        metas = self.page.metas
        stated = html.unescape(next((metas[n][0] for n in ("og:description", "description", "twitter:description") if n in metas), ""))
        survey = _Survey(self.page.root, self.headings, stated)
        # what only a footer or a box beside the article says is the site's name
        if survey.heading not in survey.places and (guess := self._guess(survey)) is not None:
            survey = _Survey(self.page.root, [guess], stated)
        return survey

    def _guess(self, survey: _Survey) -> Any:
        """The headline of a page whose title names only its site and section: a line above the text that looks like one.

        <TD><FONT SIZE=4><B>…</B></FONT></TD> under "Works Bureau - Press Releases", <div class="prTitle">
        """
        best, reached = None, 0
        for block in [b for b in survey.blocks if b.at < survey.prose][-25:]:
            text = block.text
            if not 10 <= _size(text) <= 260 or block.linked * 2 > len(text) or text.count("\n") > 2 or _SECTION_NAME.fullmatch(text):
                continue
            if _BY.match(text) or _STAMPED.match(text) or (_DATE.search(text) and len(text) < 40):
                continue
            mark = _titled(block, survey) or (2 if _alone(block, survey) else 0)
            if mark and mark >= reached:
                best, reached = block.element, mark
        stated = self.meta("og:title") or self.text("headline")
        if stated or (reached < 3 and _size(self._bare(self.title)) >= 24):
            return None
        return best if reached > 1 else None

    def paragraphs(self) -> list[str]:
        survey = self.survey
        own = self._without_posts(survey.texts) if self.live() else survey.texts
        size = sum(_size(t) for t in own)
        if own and len(own) <= 3 and (all_told := self._all_told(own, size)):
            return all_told
        stated = self.text("articleBody")
        if stated and len(stated) > 80 and size < 0.6 * _size(stated):
            raw = self.data("articleBody")
            blocks = [b.strip() for b in re.split(r"\n+|<br\s?/?>|</p>", html.unescape(raw)) if b.strip()] if isinstance(raw, str) else []
            return [re.sub(r"<[^<>]{0,500}>", "", b) for b in blocks]
        if size >= UNSURE or survey.sure or (own and self.live()):
            return own
        if self.told is not None and sum(map(_size, self.told.paragraphs)) > size * 1.3:
            self.used.add("embedded")
            return self.told.paragraphs
        other = self.second_opinion()
        all_of_it = size >= 60 and set(map(_key, own)) <= set(map(_key, other))  # then the rest of it may be another text
        if sum(_size(t) for t in other) > size * (4 if all_of_it else 1.3):
            self.used.add("trafilatura")
            return other
        return own

    def _all_told(self, own: list[str], size: int) -> list[str]:
        """The text of the page's data where the page itself shows but the beginning of it: the rest comes by script."""
        told = embedded_article(self.page) if holds_state(self.page) else None
        if told is None or sum(map(_size, told.paragraphs)) < 2 * size:
            return []
        start = _key(own[0])[:40]
        if start not in _letters("".join(told.paragraphs[:3])) and not _key(self.survey.description).startswith(start):
            return []
        self.used.add("embedded")
        return told.paragraphs

    def _without_posts(self, texts: list[str]) -> list[str]:
        """A live blog's own text: what stands before the first of the posts that its data lists, if anything does."""
        starts: set[str] = set()
        for node in self.page.linked_data:
            for post in _listed(node.get("liveBlogUpdate")):
                if isinstance(post, dict):
                    starts.update(_key(v)[:40] for v in (post.get("headline"), post.get("articleBody")) if isinstance(v, str) and v)
        first = next((n for n, text in enumerate(texts) if _key(text)[:40] in starts), len(texts))
        return texts[:first] or texts

    def second_opinion(self) -> list[str]:
        """The body by trafilatura, imported on first use: the import costs a second."""
        if len(self.page.text) > MAX_SECOND or len(self.survey.blocks) > MAX_SECOND_BLOCKS:
            return []
        if next(itertools.islice(self.page.root.iter(), MAX_SECOND_ELEMENTS, None), None) is not None:
            return []
        from trafilatura import extract

        try:
            text = extract(self.page.text, favor_precision=True, include_comments=False, include_tables=False, deduplicate=False)
        except Exception:  # a reader of broken pages must not fall over its second opinion
            return []
        title = _key(self.headline() or "")
        survey = self.survey
        # what stands beside the article, or under "You may also like", is no text of it to anybody
        seen = _letters("".join(b.text for b in survey.blocks if b.at < survey.cut or survey.cut > survey.end))
        lines = [line.strip() for line in (text or "").split("\n")]
        return [t for t in lines if t and _key(t)[:30] in seen and not (len(t) < 120 and (_key(t) == title or _PLAYER.match(t) or (_STAMPED.match(t) and _DATE.search(t))))]

    # --- dates ------------------------------------------------------------------------------------------------------------

    def published_meta(self) -> str | None:
        stated = self._published_stated()
        if stated is None or len(stated) <= 10:
            # Sky Post: <div class="ga4PublishDateHidden">2025-11-27 17:25:10</div> while its JSON-LD states the day alone
            for element in self.page.root.iter("div", "span"):
                words = element.get("class")
                if words and len(element) == 0 and element.text and "ublish" in words and "ate" in words and _DATE.search(element.text) and _CLOCK.search(element.text):
                    return _clean(element.text)
            marked = self.survey.marked[0]
            if marked and (stated is None or marked[:10] == stated):
                stated = marked
        if stated is None and self.told is not None and self.told.published:
            self.used.add("embedded")
            stated = self.told.published
        return self._honest(stated)

    def _honest(self, stated: str | None) -> str | None:
        """A stated instant; its day alone where it is midnight to the second and the page shows no hour: a day written as an instant."""
        if stated is None or not (found := _MIDNIGHT.fullmatch(stated)) or _CLOCK.search(self.published() or ""):
            return stated
        if found["hours"] == "00":
            return found["day"] if found["zone"] in ("", "+08:00", "+0800", "Z", "+00:00") else stated
        return (date.fromisoformat(found["day"]) + timedelta(days=1)).isoformat() if found["zone"] in ("Z", "+00:00", "+0000") else stated

    def _published_stated(self) -> str | None:
        return self.text("datePublished", "dateCreated", "uploadDate") or self.meta(
            "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publish-date", "date", "dc.date",
            "dc.date.issued", "dcterms.created", "livetime", "article.published", "parsely-pub-date", "sailthru.date", "created", "release_date", "weibo:article:create_at",
        )  # fmt: skip

    def updated_meta(self) -> str | None:
        return self.text("dateModified") or self._updated_metas() or self.survey.marked[1] or (self.told.updated if self.told is not None else None)

    def _updated_metas(self) -> str | None:
        return self.meta(
            "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "weibo:article:update_at", "article.updated",
        )  # fmt: skip

    @cached_property
    def stamps(self) -> tuple[str | None, str | None]:
        return _stamps(self.survey)

    def published(self) -> str | None:
        return self.stamps[0]

    def updated(self) -> str | None:
        return self.stamps[1]

    # --- authors ----------------------------------------------------------------------------------------------------------

    def authors(self) -> list[str]:
        nodes = {n["@id"]: n for n in self.page.linked_data if isinstance(n.get("@id"), str)}
        names: list[str] = []
        for value in _listed(self.data("author", "creator")):
            if isinstance(value, dict):
                node = value if value.get("name") else nodes.get(str(value.get("@id")), {})
                value = node.get("name")
            for name in _listed(value):
                if isinstance(name, str):
                    names.append(_clean(html.unescape(name)))
        if not names:
            for key in ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "cse_author"):
                for value in self.page.metas.get(key, ()):
                    self.used.add("opengraph")
                    names.append(_clean(html.unescape(value)))
        names = self._shown(n for n in dict.fromkeys(names) if n and not _URLISH.search(n) and not _NUMERIC.match(n) and len(n) < 200 and not self.is_own(n))
        return names or (list(self.told.authors) if self.told is not None else [])

    def _shown(self, names: Iterator[str]) -> list[str]:
        """The stated names but for those that a reader of the page never sees: those of editors and uploaders, kept for machines."""
        found = list(itertools.islice(names, 60))
        if not found or self.paragraphs() is not self.survey.texts:
            return found  # the text comes by script, and the byline with it
        seen = _letters(_visible(self.page.root))
        return [n for n in found if any((word := _letters(part)) and word in seen for part in _AND.split(n))]

    @cached_property
    def own_names(self) -> set[str]:
        """What the page's publisher is called: its own name is no author."""
        stated = [*self.page.metas.get("og:site_name", ()), *self.page.metas.get("application-name", ())]
        for node in (self.node, *self.page.linked_data):
            for value in (node.get("publisher"), node if kinds_of(node) & _PUBLISHERS else None):
                name = value.get("name") if isinstance(value, dict) else value
                stated.extend(n for n in _listed(name) if isinstance(n, str))
        return {_key(n) for n in stated}

    def is_own(self, name: str) -> bool:
        """Whether a name is the publisher's, or the half of it that is in one language: "The Witness" of "法庭線 The Witness"."""
        key = _key(name)
        if key in self.own_names:
            return True
        return len(key) > 2 and any(key in own and (own.startswith(key) or own.endswith(key)) and bool(_HAN.search(key)) != bool(_HAN.search(own.replace(key, "", 1))) for own in self.own_names)

    @cached_property
    def bylines(self) -> list[str]:
        return _bylines(self.survey)

    def byline(self) -> list[str]:
        return [line for line in self.bylines if not self.is_own(_BY.sub("", line))]

    # --- the rest -----------------------------------------------------------------------------------------------------------

    def description(self) -> str | None:
        stated = self.meta("og:description", "description") or self.text("description")
        text = _clean(stated) if stated else None
        shown = self._standfirst(text)
        if shown or not text:
            return shown
        start = _key(text.rstrip(".…· "))
        whole = "".join(self.survey.texts)
        body = _letters(whole[: 3 * len(text) + 400])
        title = _key(self.headline() or "")
        start = start.removeprefix(title) if title else start
        return None if len(start) < 8 or start[:24] in body or start in _letters(whole) or body[:40] in start else text

    def _standfirst(self, stated: str | None) -> str | None:
        """A line between headline and text whose class says what it is, or that is the stated description."""
        survey, key = self.survey, _key(stated or "")
        between = (b for b in survey.blocks if survey.heading_at < b.at < survey.prose and 16 <= _size(b.text) <= 600)
        return next((_clean(b.text) for b in between if _key(b.text) == key or (_STANDFIRST.search(survey.names.get(b.element, "")) and not _DATE.search(b.text[:40]))), None)

    def section(self) -> str | None:
        stated = self.text("articleSection") or self.meta("article:section")
        if stated:
            return stated
        for node in self.page.linked_data:
            if node.get("@type") == "BreadcrumbList":
                items = [i for i in _listed(node.get("itemListElement")) if isinstance(i, dict)]
                names = [i.get("name") or (i["item"].get("name") if isinstance(i.get("item"), dict) else None) for i in items]
                texts = [_clean(html.unescape(n)) for n in names if isinstance(n, str)]
                texts = [n for n in texts[1:] if not any(_agree(_key(n), _key(t)) for t in self.stated_titles)]
                if texts:
                    self.used.add("json-ld")
                    return texts[-1]
        return None

    def photos(self) -> list[Photo]:
        photos = self.survey.photos
        told = embedded_article(self.page) if "embedded" in self.used or holds_captions(self.page) else None
        if told is not None and (more := _untold(photos, told.photos)):
            self.used.add("embedded")
            return photos + more
        if photos and not photos[0].url:
            photos[0].url = self.meta("og:image")
        return photos

    def keywords(self) -> list[str]:
        found: list[str] = []
        stated = self.data("keywords")
        for value in _listed(stated) or self.page.metas.get("article:tag") or self.page.metas.get("news_keywords") or self.page.metas.get("keywords") or ():
            if isinstance(value, str):
                found.extend(word.strip() for word in _COMMA.split(html.unescape(value)))
        return list(dict.fromkeys(k for k in found if k))[:100]

    def links(self, rel: str) -> list[Any]:
        return [e for e in self.page.root.iter("link") if rel in (e.get("rel") or "").lower().split() and e.get("href")]

    def canonical(self) -> str | None:
        found = next(iter(self.links("canonical")), None)
        return str(found.get("href")).strip() if found is not None else self.meta("og:url")

    def language(self) -> str | None:
        root = self.page.root
        value: str | None = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        return value

    def translations(self) -> list[Link]:
        return [Link(url=e.get("href").strip(), rel=e.get("hreflang")) for e in self.links("alternate") if e.get("hreflang") and e.get("hreflang") != "x-default"]

    def attachments(self) -> list[Link]:
        """Files linked in the text or right under it."""
        survey = self.survey
        if survey.container is None:
            return []
        last = survey.places.get(survey.container, 0), survey.end + 20
        found = []
        for element in self.page.root.iter("a"):
            href = (element.get("href") or "").strip()
            if _FILE.search(href) and last[0] <= survey.places.get(element, -1) <= last[1]:
                found.append(Link(_clean(_inner(element)) or None, href))
        return found[:50]

    def live(self) -> str | None:
        """Whether the page says that it is a live blog."""
        return "LiveBlogPosting" if any("LiveBlogPosting" in kinds_of(n) for n in self.page.linked_data) else None

    def videos(self) -> list[Link]:
        found = []
        for node in self.page.linked_data:
            if node.get("@type") == "VideoObject":
                url = node.get("contentUrl") or node.get("embedUrl") or node.get("url")
                if isinstance(url, str) and url:
                    self.used.add("json-ld")
                    found.append(Link(node.get("name") if isinstance(node.get("name"), str) else None, url))
        return found or [Link(url=u) for u in self.page.metas.get("og:video", ())[:1]]


# "housing, land supply，北部都會區"
_COMMA = re.compile(r"[,，、;；|]")
# "Mona Yip and Karma Lo", "李明、赵小云"
_AND = re.compile(r"[,，、;；/&|]| and | 及 ")
_PUBLISHERS = frozenset(("WebSite", "Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _visible(root: Any) -> str:
    """A page's text but for what its own markup hides: <div class="vcard" style="display: none">."""
    body = root.find("body")
    pieces: list[str] = []
    unseen: set[Any] = set()
    for element in body.iter() if body is not None else ():
        if element not in unseen:
            if type(element.tag) is not str or element.tag in _UNSEEN_TAGS or element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", ""):
                unseen.update(element.iter())
            elif element.text:
                pieces.append(element.text)
        if element.tail and element.getparent() not in unseen:
            pieces.append(element.tail)
    return "".join(pieces)


_UNSEEN_TAGS = frozenset(("script", "style", "noscript", "template"))


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _leads_home(element: Any) -> bool:
    """Whether an element is a link to the site's first page, or is named for the site: a logo, not a headline."""
    for link in (*element.iter("a"), element.getparent()):
        if link is not None and link.tag == "a":
            path = re.sub(r"^(?:https?:)?//[^/]{0,200}", "", link.get("href") or "#")
            if path in ("", "/", "./", "../", "/index.html", "index.html", "/index.htm", "index.htm", "/home", "/en/", "/tc/", "/sc/", "/zh/", "/en", "/tc", "/sc", "/zh"):
                return True
    return bool(_LOGO.search(_names(element)))


def _beside(element: Any) -> bool:
    """Whether an element or what is around it is named for something beside the article: <div id="banner">Financial Secretary</div>."""
    return any(names and _is_aside(names) for names in map(_names, (element, *list(element.iterancestors())[:3])))


def _long(element: Any) -> bool:
    """Whether an element holds a text rather than a line: what an editor made, not who the editor is."""
    return sum(map(_size, itertools.islice(element.itertext(), 200))) > 200


def _leads_on(element: Any) -> bool:
    """Whether an element named "teaser" leads to another article, by a heading of its own; some sites call an article's lead so."""
    return next(element.iter("h2", "h3", "h4"), None) is not None


def _in_dialog(element: Any) -> bool:
    """Whether an element stands in a box over the page: "This site asks for consent to use your data"."""
    return any(a.get("role") in ("dialog", "alertdialog") or a.tag == "dialog" or a.get("aria-modal") == "true" for a in element.iterancestors())


def _titled(block: _Block, survey: _Survey) -> int:
    """How much a block looks like a headline: 4 a heading, 3 of a title's class, 2 big or bold, 1 centered, 0 like any line."""
    element = block.element
    if element.tag in ("h1", "h2", "h3", "h4"):
        return 4
    above = element.getparent()
    names = [survey.names.get(element, ""), survey.names.get(above, "") if above is not None and len(above) == 1 else ""]
    inside = list(_inline(element))
    if any(n and _TITLELIKE.search(n) for n in (*names, *(_names(e) for e in inside))):
        return 3
    for each in (element, *inside):
        if each.tag in ("b", "strong", "h5", "h6", "big") or (each.tag == "font" and (each.get("size") or "").strip() in ("4", "5", "6", "7", "+1", "+2", "+3")):
            return 2 if len(text_of(each)) * 10 >= 8 * len(block.text) else 1
        if _BIG.search(each.get("style") or ""):
            return 2
    return 1 if (element.get("align") or "").lower() == "center" or "text-align:center" in (element.get("style") or "").replace(" ", "") else 0


def _alone(block: _Block, survey: _Survey) -> bool:
    """Whether a line without a full stop stands right between a date and the text, or between the text and a date over it."""
    number = bisect_right(survey.order, block.at) - 1
    near = survey.blocks[max(0, number - 1) : number + 2]
    last = number + 1 < len(survey.blocks) and survey.blocks[number + 1].at >= survey.prose
    dated = any(b is not block and len(b.text) < 60 and _DATE.search(b.text) for b in near)
    under = number + 2 < len(survey.blocks) and survey.blocks[number + 2].at >= survey.prose
    return dated and (last or under) and not _ENDED.search(block.text) and not block.linked


def _key(text: str) -> str:
    """Letters and digits alone, lower-case, of a text's first 400 characters."""
    return "".join(c for c in html.unescape(text[:400]).lower() if c.isalnum())


def _agree(seen: str, stated: str) -> bool:
    """Whether one is the beginning of the other, or stands in it whole ("Site - Section - Headline - Site")."""
    if not seen or not stated:
        return False
    shorter, longer = sorted((seen, stated), key=len)
    return len(shorter) > 3 and (longer.startswith(shorter) or (len(shorter) > 7 and shorter in longer))


def _inner(element: Any) -> str:
    return text_of(element)


# --- the survey of blocks ------------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """A block with text of its own: its place in the page, its text outside child blocks, how much of it is in links."""

    at: int
    element: Any
    text: str
    linked: int


class _Survey:
    """All blocks of text of a page in page order, and the element that holds the article."""

    def __init__(self, root: Any, headings: list[Any], description: str) -> None:
        self.root = root
        self.heading: Any = headings[0] if headings else None
        self.blocks: list[_Block] = []
        self.names: dict[Any, str] = {}
        self.places: dict[Any, int] = {}
        self.asides: set[Any] = set()
        self.kept = {a for h in headings for a in h.iterancestors()}
        self._collect()
        self.order = [block.at for block in self.blocks]
        self.heading_at = self.places.get(self.heading, 0)
        self._measure()
        self._weigh()
        self.description = description
        self.opening: _Block | None = None
        self.standfirst: Any = None
        self.sure = False
        self.pictured: set[str] = set()
        self.container = self._pick()
        while self.container is not None and self.container.tag in ("ol", "ul", "dl", "blockquote"):
            self.container = self.container.getparent()  # a list is part of a text
        self.container = self._widened()
        self.end = self._end()
        self._check_opening()
        self._leave_cards()
        self.prose = self._prose()
        self._part_standfirst()
        self.cut = self._cut()
        # A page may say its headline twice; the one that counts is the last before the text.
        for heading in headings:
            if self.heading_at < self.places.get(heading, 0) < self.prose and _key(_inner(heading)) == _key(_inner(self.heading)):
                self.heading, self.heading_at = heading, self.places[heading]

    def _collect(self) -> None:
        body = self.root.find("body")
        stack = [(body if body is not None else self.root, False, False)]
        places, names, blocks = self.places, self.names, self.blocks
        teasers = 0
        while stack and len(places) < MAX_ELEMENTS:
            element, told, linked = stack.pop()
            tag = element.tag
            if type(tag) is not str or (tag in _SKIP and not (tag == "footer" and _heads(element))):
                self.asides.add(element)
                continue
            words = _names(element)
            if words:
                if ((_is_aside(words) and not (words == "editor" and _long(element))) or ("teaser" in words and (teasers := teasers + 1) < 200 and _leads_on(element))) and element not in self.kept and tag != "body" and element.get("itemprop") != "articleBody":
                    self.asides.add(element)
                    continue
                names[element] = words
            at = places[element] = len(places)
            linked = linked or tag == "a"
            consumed: set[Any] = set()
            if not told:
                text, links = _own_text(element, consumed)
                if text:
                    blocks.append(_Block(at, element, text, len(text) if linked else links))
            for child in reversed(element):
                stack.append((child, told or child in consumed, linked))

    @cached_property
    def marked(self) -> tuple[str | None, str | None]:
        """Publication and update as elements state them for machines: <time datetime>, <abbr title>, itemprop, near the headline or under the text."""
        return _marked(self)

    def _measure(self) -> None:
        """How far each element reaches: the place of the last element below it."""
        self.ends: dict[Any, int] = {}
        ends = self.ends
        for element in reversed(self.places):
            end = ends.setdefault(element, self.places[element])
            parent = element.getparent()
            if parent is not None and ends.get(parent, -1) < end:
                ends[parent] = end

    def place_of(self, element: Any) -> int:
        """An element's place; of one in a footer under the text, as blogs have it, that of what is around the footer; -1 in anything else that is aside."""
        at = self.places.get(element)
        if at is not None:
            return at
        for above in element.iterancestors():
            if above in self.asides and not _FOOT.search(_names(above)):
                return -1
            if above in self.places:
                return self.places[above]
        return -1

    def holds(self, outer: Any, inner: Any) -> bool:
        """Whether an element is another or stands below it."""
        at = self.places.get(inner, -1)
        return self.places.get(outer, 1 << 60) <= at <= self.ends.get(outer, -1)

    def _weigh(self) -> None:
        """Each good block's weight to its parent, less to those above."""
        self.total: dict[Any, float] = {}
        score: dict[Any, float] = {}
        for block in self.blocks:
            weight = _weight(block)
            if not weight:
                continue
            element, share, climbed = block.element, 1.0, 0
            if "\n" not in block.text:
                self.total[element] = self.total.get(element, 0) + weight
                if weight >= 80 and element.tag in ("div", "td", "section", "article", "main"):  # a text that stands bare in its box
                    score[element] = score.get(element, 0) + weight
                    share = 0.7
                element = element.getparent()
            while element is not None and climbed < MAX_CLIMB:
                climbed += 1
                self.total[element] = self.total.get(element, 0) + weight
                if share > 0.3:
                    score[element] = score.get(element, 0) + weight * share
                    share *= 0.7
                element = element.getparent()
        for element in score:
            words = self.names.get(element, "")
            if element.get("itemprop") == "articleBody":
                score[element] *= 2.5
            elif element.tag == "article" or (words and _BODYLIKE.search(words)):
                score[element] *= 1.4
        self.score = score

    def _widened(self) -> Any:
        """The picked element, or the one above it where neighbors of its make hold prose, too: a block for every few paragraphs."""
        best = inner = self.container
        for _level in range(3):
            parent = inner.getparent() if inner is not None else None
            if parent is None or parent.tag in ("body", "html"):
                break
            make = inner.tag, inner.get("class") or inner.get("data-component") or ("" if inner.get("id") else None)  # <div id="upper">, <div id="lower">
            if inner.tag in ("div", "section") and make[1] is not None and not self.holds(inner, self.heading):
                same = [e for e in parent if e is not inner and (e.tag, e.get("class") or e.get("data-component") or ("" if e.get("id") else None)) == make and e not in self.asides]
                if sum(self.total.get(e, 0) for e in same) >= 80 and not any(h in self.places for e in same for h in e.iter("h1", "h2", "h3", "article")):
                    best = parent
            inner = parent
        return best

    def _leave_cards(self) -> None:
        """Pick anew without teasers where most of what was picked stands in them: a short article above eight of others."""
        if self.sure or self.heading is None or self.container is None:
            return
        inside = {e for card, _text in cards_of(self.container) for e in card.iter()}
        told = [(block, _weight(block)) for block in self.inside()]
        if not inside or sum(w for b, w in told if b.element in inside) < 0.6 * sum(w for _b, w in told):
            return
        every, weights, score, container = self.blocks, self.total, self.score, self.container
        self.blocks = [b for b in every if b.element not in inside]
        self._weigh()
        found = self._pick()
        self.blocks = every
        if found is not None and self.total.get(found, 0) >= 60:
            self.asides |= inside - set(found.iterancestors()) - {found}
            self.container, self.sure = found, True
            self.end = self._end()
        else:
            self.total, self.score, self.container = weights, score, container

    def _openings(self, description: str) -> list[_Block]:
        """The blocks that a description made from the body may have been made from: the surest sign of where the body is."""
        start = _key(description)
        if self.heading is not None:
            title = _key(_inner(self.heading))
            start = start.removeprefix(title) if title else start
        start = start[:20] if len(start) >= 12 else ""
        found = []
        for block in self.blocks if start else ():
            if block.linked * 2 > len(block.text) or block.element is self.heading or len(block.text) < 12:
                continue
            if 0 <= _key(block.text).find(start) <= 40:
                names = self.names.get(block.element, "") + " " + self.names.get(block.element.getparent(), "")
                if not _STANDFIRST.search(names) and not _captioned(names) and not any(a.tag in ("header", "hgroup") for a in block.element.iterancestors()):
                    found.append(block)
        return found

    def _pick(self) -> Any:
        """The best element above the body's known opening, or else in the smallest surroundings of the heading with enough text."""
        score = self.score
        if not score:
            return None
        for element in score if self.heading_at else ():
            if self.ends.get(element, 0) < self.heading_at:
                score[element] *= 0.3  # what ends before the headline is seldom its text
        best = max(score, key=score.__getitem__)
        reached = 0.0
        for block in self._openings(self.description):
            above = [e for e in (block.element, *block.element.iterancestors()) if e in score]
            above = [e for e in above if e.tag not in ("body", "html")] or above
            top = max(above, key=score.__getitem__, default=None)
            if top is not None and score[top] > reached:
                self.opening, best, reached = block, top, score[top]
                self.sure = True
        if self.opening is not None or self.heading is None:
            return best
        own = self._before_rival()
        if own is not None:
            self.sure = True
            return own
        ceiling = score[best]
        over_best = {best, *best.iterancestors()}
        for ancestor in self.heading.iterancestors():
            if self.total.get(ancestor, 0) < 100:
                continue
            inside = max((e for e in score if self.holds(ancestor, e)), key=score.__getitem__, default=None)
            if inside is not None and (score[inside] >= 0.4 * ceiling or _has_twin(ancestor, over_best)):
                return inside
        return best

    def _check_opening(self) -> None:
        """Believe no description that was taken from the middle of the text: prose of the same make stands before it."""
        opening = self.opening
        if opening is None:
            return
        parent, make = opening.element.getparent(), opening.element.get("class")
        before = [b for b in self.inside() if self.heading_at < b.at < opening.at and b.element.getparent() is parent and b.element.tag == opening.element.tag]
        if sum(b.element.get("class") == make and _weight(b) > 0 for b in before) > 1:
            self.opening = None

    def _before_rival(self) -> Any:
        """The best element between the headline and the next headline of the same make, where a page carries several articles."""
        heading, kind = self.heading, self.heading.get("class")
        title = _key(_inner(heading))
        rivals = [e for e in self.root.iter(heading.tag) if self.places.get(e, 0) > self.heading_at and e.get("class") == kind] if kind else []
        rival = next((e for e in rivals if _key(_inner(e)) not in ("", title)), None)
        if rival is None:
            return None
        above, limit = set(rival.iterancestors()), self.places[rival]
        between = [e for e in self.score if self.places.get(e, limit) < limit and e not in above and self.places[e] > self.heading_at]
        best = max(between, key=self.score.__getitem__, default=None)
        return best if best is not None and self.score[best] >= 100 else None

    def _end(self) -> int:
        if self.container is None:
            return self.heading_at
        return self.ends.get(self.container, 0)

    def _prose(self) -> int:
        """The place of the text's first prose."""
        if self.opening is not None:
            return self.opening.at
        start = self.places.get(self.container, 0)
        return next((b.at for b in self.blocks if start <= b.at and b.at > self.heading_at and _weight(b) >= 80), self.end)

    def inside(self) -> list[_Block]:
        """The blocks of the container, in page order."""
        if self.container is None:
            return []
        start = self.places.get(self.container, 0)
        return [b for b in self.blocks if start <= b.at <= self.end]

    @cached_property
    def texts(self) -> list[str]:
        """The article's paragraphs."""
        if self.container is None:
            return []
        text = block_text(self.container, self.asides | self._furniture())
        found = [t.strip() for t in text.split("\n\n")]
        return [line for t in found if t and not (len(t) < 60 and _PLAYER.match(t)) for line in _sentences(t)]

    def _furniture(self) -> set[Any]:
        """Elements inside the container that are not its text: what stands before the headline, captions, bylines, stamps, link lists."""
        drop: set[Any] = set()
        if self.heading is not None:
            drop.add(self.heading)
        blocks = self.inside()
        first = next((n for n, b in enumerate(blocks) if b is self.opening or (self.opening is None and _weight(b) >= 60 and b.at > self.heading_at)), 0)
        # headings of a kind that parts the text further down, too
        heads = {b.element.tag for b in blocks[first + 1 :]} & {"h2", "h3", "h4", "h5", "h6"}
        captions = {_key(p.caption) for p in self.photos if p.caption}
        self.pictured = {_key(f"{p.caption or ''}{p.credit}") for p in self.photos if p.credit} | {_key(p.credit) for p in self.photos if p.credit and _size(p.credit) > 5}
        for number, block in enumerate(blocks):
            element = block.element
            if element is self.container:
                continue
            words = self.names.get(element, "")
            if number <= first + 2 and block is not self.opening and len(block.text) < 40 and _DATE.match(block.text) and not _STOP.search(block.text):
                drop.add(element)
            above = block.at < self.heading_at  # where the text stands bare in the element around all, there is no first block
            label = _is_label(block) and not (element.tag in heads and not block.linked and not _TRIFLE.match(block.text))
            before = (number < first and (above or (self.opening is not None and not _weight(block)) or label)) or (above and not _weight(block))
            if before or self._is_furniture(block, words, captions):
                drop.add(element)
            elif number < first and len(block.text) < 80 and (_BY.match(block.text) or _REPORTER_AT_END.search(block.text)) and not _ENDED.search(block.text):
                drop.add(element.getparent() if element.tag == "li" and not self.total.get(element.getparent()) else element)
        for link in self.container.iter("a"):  # "Annex: project layout" alone on its line is an attachment, no text
            if _FILE.search(link.get("href") or ""):
                line = link if _is_line(link) else _file_line(link)
                if line is not None and line is not self.container:
                    drop.add(line)
        if self.heading is not None and self.holds(self.container, self.heading):
            drop.update(self._over_heading())
        drop.update(self._tail(blocks[first + 1 :]))
        if self.standfirst is not None:
            drop.add(self.standfirst)
        drop = {e for e in drop if self.total.get(e, 0) < 100 or e in (self.heading, self.standfirst) or self.places.get(e, 0) >= self.cut}
        return drop | self._boxes(blocks)

    def _boxes(self, blocks: list[_Block]) -> set[Any]:
        """What hangs beside the stream of paragraphs, boxed in elements of its own: players, pleas for gifts, lists of shares, lives of the authors.

        The stream is the element that most of the prose stands in directly. A box stands in it or beside it, and all that it says is nested
        two levels deep in it or deeper, otherwise than where the stream itself is.
        """
        streams: dict[Any, float] = {}
        whole = 0.0
        for block in blocks:
            if block.at < self.cut and (weight := _weight(block)):
                whole += weight
                holder = block.element if "\n" in block.text else block.element.getparent()
                if holder is not None and holder.tag in ("ul", "ol"):
                    holder = holder.getparent()
                streams[holder] = streams.get(holder, 0) + weight
        stream = max(streams, key=streams.__getitem__, default=None)
        if stream is None or streams[stream] < max(0.5 * UNSURE, 0.3 * whole) or not self.holds(self.container, stream):
            return set()
        found = {e for e in stream if self._is_box(e, 2)}
        level = stream
        depth = 1
        while level is not self.container:
            found |= {e for e in level.itersiblings() if self._is_box(e, 2, depth)}
            found |= {e for e in level.itersiblings(preceding=True) if self._is_box(e, 2, depth)}
            level = level.getparent()
            depth += 1
        return found

    def _is_box(self, element: Any, least: int, like: int = 0) -> bool:
        """Whether all text of an element is nested that deep in it; prose just as deep as the stream's is no box's."""
        if type(element.tag) is not str or element.tag in _FLOW or element in self.kept or element not in self.places:
            return False
        if self.opening is not None and self.holds(element, self.opening.element):
            return False
        first = bisect_right(self.order, self.places[element] - 1)
        last = self.ends.get(element, -1)
        shallowest, said = 1 << 30, False
        for block in itertools.islice(self.blocks, first, None):
            if block.at > last:
                break
            said = True
            if _PLAYER.match(block.text):
                continue
            depth = climbed = 0
            above = block.element
            while above is not element and climbed < MAX_CLIMB:
                climbed += 1
                depth = 1 if above.tag in ("table", "ul", "ol", "dl", "blockquote") else depth + 1  # a table is one thing, however deep it is inside
                above = above.getparent()
            shallowest = min(shallowest, depth)
            if shallowest < least or (like and _weight(block) and depth == like):
                return False
        return said

    def _over_heading(self) -> Iterator[Any]:
        """What stands over the headline and inside the container: <section><span class="date">…</span><h1>…</h1><p>…"""
        for element in (self.heading, *self.heading.iterancestors()):
            if element is self.container:
                break
            yield from (e for e in element.itersiblings(preceding=True) if type(e.tag) is str and self.total.get(e, 0) < 60)

    def _is_furniture(self, block: _Block, words: str, captions: set[str]) -> bool:
        text = block.text
        short = len(text) < 120
        if (words and (_captioned(words) or (short and _BYLIKE.search(words)))) or (short and not _STOP.search(text) and _marked_byline(block.element)):
            return True
        if self.pictured and short and _key(text) in self.pictured:
            return True
        if _caption_in(block) is not None:
            return True
        if _PLAYER.match(text) or (short and _STAMPED.match(text) and _DATE.search(text)) or (captions and _key(text) in captions):
            return True
        linked = short and block.linked * 10 >= len(text) * 9
        return linked and block.element.tag in ("li", "a", "span", "td", "h3", "h4", "div", "p") and not _STOP.search(text)

    def _part_standfirst(self) -> None:
        """A line over the text that its class calls a standfirst; an opening that is the whole description, with a date line between it and the next prose."""
        opening = self.opening
        if opening is None or _key(opening.text) != _key(self.description):
            between = (b for b in self.inside() if self.heading_at < b.at < self.prose and b.element.tag in ("p", "div", "h2", "h3", "h4"))
            self.standfirst = next((b.element for b in between if _DECK.search(self.names.get(b.element, "")) and not _DATE.search(b.text)), None)
            return
        dated = False
        for block in self.inside():
            if block.at <= opening.at:
                continue
            if _weight(block) >= 80:
                if dated:
                    self.standfirst, self.opening, self.prose = opening.element, block, block.at
                return
            dated = dated or bool(_STAMPED.match(block.text) and _DATE.search(block.text))

    def _cut(self) -> int:
        """The place of a line like "You may also like", when little prose follows it; else behind the end."""
        blocks = [b for b in self.inside() if b.at > self.prose]
        left = whole = sum(map(_weight, blocks))
        for block in blocks:
            text = block.text
            if len(text) < 40 and (_CUT_HARD.fullmatch(text) or (_CUT.match(text) and left < 0.3 * whole)):
                return block.at
            if left < max(130, 0.1 * whole) and ((len(text) < 40 and _MEDIA.fullmatch(text)) or (block.linked * 10 > len(text) * 6 and text.count("|") > 1)):
                return block.at
            left -= _weight(block)
        return self.end + 1

    def _tail(self, blocks: list[_Block]) -> set[Any]:
        """What follows the cut, and link-only or trifling ends before it."""
        drop: set[Any] = set()
        for block in reversed(blocks):
            text = block.text
            if block.at >= self.cut or block.linked * 10 >= len(text) * 9 or _TRIFLE.match(text) or self._signs(block) or (block.linked * 10 > len(text) * 6 and text.count("|") > 1):
                drop.add(block.element)
            elif block.element not in drop:
                break
        return drop

    def _signs(self, block: _Block) -> bool:
        """Whether a line is a name on the right: who wrote it signs it there."""
        style = f"{block.element.get('align') or ''};{block.element.get('style') or ''};{block.element.get('class') or ''}"
        return len(block.text) < 40 and bool(_RIGHT.search(style) and _PERSON.fullmatch(block.text))

    @cached_property
    def photos(self) -> list[Photo]:
        return _photos(self)


# "附件：", "(PDF, 120 KB)", "Annex 1"
_FILE_NOTE = re.compile(r"(?:[\W\d_]|pdf|docx?|xlsx?|word|excel|kb|mb|bytes|附件|附錄|附录|附表|下載|下载|annex(?:es)?|attachments?|appendix|download|format|版)*", re.I)


def _file_line(link: Any) -> Any:
    """The line around a file's link that says nothing besides what kind of file it is and how large: <li><a href="p.pdf">Paper</a> (PDF, 120 KB)</li>."""
    holder = link.getparent()
    while holder is not None and holder.tag in ("span", "strong", "b", "font"):
        holder = holder.getparent()
    if holder is None or holder.tag not in ("li", "p", "td", "dd", "div") or not _few(holder, 12):
        return None
    text = text_of(holder)
    if len(text) > 400:
        return None
    for each in holder.iter("a"):
        text = text.replace(text_of(each), " ", 1)
    return holder if _FILE_NOTE.fullmatch(text) else None


def _is_line(link: Any) -> bool:
    """Whether a link is a line of its own: breaks or blocks on both sides of it."""
    before, after, parent = link.getprevious(), link.getnext(), link.getparent()
    alone_before = (before.tag in ("br", "a", *_BLOCK) and not (before.tail or "").strip()) if before is not None else not (parent.text or "").strip()
    return alone_before and not (link.tail or "").strip() and (after is None or after.tag in ("br", *_BLOCK))


def _sentences(text: str) -> list[str]:
    """A text of several lines as paragraphs where each line is long and ends as a sentence does; else as it stands.

    &emsp;&emsp;…通车。<br>&emsp;&emsp;新桥…: pages that part paragraphs by one break and an indent
    """
    lines = text.split("\n")
    if len(lines) > 1 and all(_size(line) >= 40 and _ENDED.search(line) for line in lines):
        return [line.strip() for line in lines]
    return [text]


_RIGHT = re.compile(r"^right;|text-align\s?:\s?right|(?:^|[;\s])(?:text-?right|alignright|has-text-align-right)(?:$|\s)", re.I)
# "Karma Lo", "By Karma Lo"
_PERSON = re.compile(r"(?:By )?[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{0,20}){1,3}")
_ENDED = re.compile(r"[。！？!?.；;][”\"’'」』）)]{0,2}\s{0,3}$")


def _caption_in(block: _Block) -> str | None:
    """A caption that is all of a block's text, told by its own class or that of the inline element around it."""
    if len(block.text) > 800:
        return None
    for element in _inline(block.element):
        if element.get("class") and _captioned(_names(element)):
            words = text_of(element)
            if len(words) * 10 >= len(block.text) * 8:
                return words
    return None


def _has_twin(element: Any, others: set[Any]) -> bool:
    """Whether a sibling of the same make holds the page's longest text: the page carries several articles."""
    kind = element.get("class")
    if not kind or element.tag not in ("article", "div", "section", "li"):
        return False
    return any(e in others and e.tag == element.tag and e.get("class") == kind for e in element.itersiblings())


def _is_label(block: _Block) -> bool:
    """A short line that is a link, a date or a name rather than text."""
    text = block.text
    return len(text) < 60 and (block.linked * 2 > len(text) or bool(_DATE.search(text)) or _size(text) < 12)


# what a stream of paragraphs is made of
_FLOW = frozenset(("p", "ul", "ol", "dl", "blockquote", "table", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "center", "header", "tr", "td", "tbody", "li"))
_INLINE_SKIP = SKIPPED | {"img", "input", "label"}


def _own_text(element: Any, consumed: set[Any]) -> tuple[str, int]:
    """An element's text outside child blocks, "\\n" for a <br>, and how many of its characters are in links; children used up are told."""
    pieces = [element.text] if element.text else []
    linked = 0
    for child in element:
        tag = child.tag
        if type(tag) is str and tag not in _BLOCK and tag not in _INLINE_SKIP:
            if tag == "br":
                pieces.append("\x00")
            elif len(child) == 0:
                inner = child.text or ""
                if child.get("class") or tag == "time" or _abuts(child):
                    inner = f" {inner} "  # "by Selina Cheng" and "08:00, 30 November" are parted by style alone
                pieces.append(inner)
                linked += len(inner) if tag == "a" else 0
                consumed.add(child)
            elif not _has_block(child):
                consumed.add(child)
                inner = _inline_text(child)
                pieces.append(inner)
                linked += len(inner) if tag == "a" or child[0].tag == "a" else 0
        if child.tail:
            pieces.append(child.tail)
    text = "".join(pieces)
    if not text or text.isspace():
        return "", 0
    return _clean(text).replace("\x00", "\n").strip("\n "), linked


def _abuts(element: Any) -> bool:
    """Whether an inline element stands right behind another, as <i>作者：李明</i><i>发布时间：…</i>: parted by style alone."""
    before = element.getprevious()
    return before is not None and not before.tail and type(before.tag) is str and before.tag == element.tag and element.tag in ("i", "em", "span", "small", "label", "b", "font")


def _has_block(element: Any) -> bool:
    """Whether an inline element holds blocks; one that holds very much is taken to."""
    return any(below.tag in _BLOCK or n > MAX_INLINE for n, below in enumerate(element.iter()))


def _inline_text(element: Any) -> str:
    """Text of an inline element with its <br> as "\\x00"."""
    pieces = [element.text or ""]
    for below in element.iterdescendants():
        if below.tag == "br":
            pieces.append("\x00")
        elif below.text and below.tag not in _INLINE_SKIP:
            pieces.append(f" {below.text} " if below.get("class") or below.tag == "time" else below.text)
        if below.tail:
            pieces.append(below.tail)
    return "".join(pieces)


def _weight(block: _Block) -> float:
    """How much a block speaks for prose: its size outside links, little without punctuation."""
    text = block.text
    if len(text) < 600 and _BOILER.search(text):
        return 0
    free = len(text) - block.linked
    if len(text) < 12 or free * 2 < len(text):
        return 0
    size = _size(text) * free / len(text)
    if size < 40:
        return 0
    return size if _STOP.search(text) else size * 0.3


def _heads(footer: Any) -> bool:
    """Whether a footer is an article's head: Drupal's <article><footer>Submitted by … on …</footer><div>text</div>."""
    parent = footer.getparent()
    return parent is not None and parent.tag == "article" and any(type(e.tag) is str and e.tag in ("div", "section", "p") for e in footer.itersiblings())


# --- stamps and bylines ----------------------------------------------------------------------------------------------------------


def _zones(survey: _Survey) -> tuple[list[_Block], list[_Block], list[_Block]]:
    """Blocks from the headline to the text's first prose, shortly before the headline, and around the text's first and last lines."""
    blocks, at = survey.blocks, survey.heading_at
    start = next((n for n, b in enumerate(blocks) if b.at >= at), len(blocks))
    prose = next((n for n, b in enumerate(blocks) if b.at >= max(survey.prose, at + 1)), len(blocks))
    stop = next((n for n, b in enumerate(blocks) if b.at > survey.end), len(blocks))
    first = [b for b in blocks[start : min(prose, start + 30)] if b.element is not survey.heading]
    before = blocks[max(0, start - 16) : start]
    before.reverse()
    return first, before, [*blocks[prose : prose + 3], *blocks[max(prose + 3, stop - 8) : stop + 4]]


def _stamps(survey: _Survey) -> tuple[str | None, str | None]:
    """The visible lines that say when: published (maybe with the update in it) and updated."""
    published = updated = weak = None
    last = max((b.at for b in survey.inside() if not (_STAMPED.match(b.text) or _TRIFLE.match(b.text))), default=-1)
    for zone, blocks in enumerate(_zones(survey)):
        pieces = [piece for block in blocks for piece in _pieces(block)]
        for number, (block, heads) in enumerate(pieces):
            text = block.text
            found = _DATE.search(text) if len(text) <= 240 else None
            if not found:
                continue
            if published:  # under the text there may still stand when it was updated
                if zone != 1 and updated is None and len(text) < 80 and (told := _STAMPED.match(text)) and _UPDATED.search(told[0]) and not _PUBLISHED.search(text):
                    updated = text
                continue
            names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
            line = next((part for part in text.split("\n") if _DATE.search(part)), text).strip()
            labelled = _STAMPED.search(line) or _STAMPED.match(text)
            own, second = _stamp_in(block.element) if heads is None else (None, None)
            dated = block.element.tag == "time" or own or _DATELIKE.search(names)
            bare = len(line) - len(found[0]) < 24 or (line.startswith(found[0]) and len(line) < 80) or (len(line) < 140 and len(_rest(line)) < 16)
            bare = bare and (not _CLAUSE.search(line) or len(_rest(line)) <= 4)
            if not (labelled or _ends(pieces, number, survey, zone, last) or (zone < 2 and dated and len(line) < 140) or ((zone == 0 or heads) and bare)):
                if zone == 1 and number < 4 and weak is None and len(line) < 140 and len(_rest(_unlinked(block.element))) < 8:
                    weak = line if _CLOCK.search(line) else f"{line} {_clock_beside(pieces, number, zone)}".strip()
                continue
            whole = _COUNTS.sub("", text if len(text) < 160 else line)
            told = _PUBLISHED.search(whole) or _UPDATED.search(whole)
            if own and not told:
                whole = own
                updated = updated or second
            elif not told and not labelled and (stamp := _DATE.search(whole)):
                clock = _CLOCK.search(whole)
                whole = whole[min(stamp.start(), clock.start() if clock else stamp.start()) :]
            if labelled and _UPDATED.search(line[:24]) and len(_DATE.findall(whole)) == 1 and not _PUBLISHED.search(whole):
                updated = updated or line
            elif published is None:
                published = whole
                if not _CLOCK.search(published):
                    published = f"{published} {_clock_beside(pieces, number, zone)}".strip()
        if published and (updated or _UPDATED.search(published)):
            break
    return published or weak or _stamp_beside(survey), updated


def _clock_beside(pieces: list[tuple[_Block, bool | None]], number: int, zone: int) -> str:
    """The hour in an element next to the day's: "2025.11.28" and "20:08", "Date:", "2 March 2026", "Time:", "11:00"."""
    near = [number - 1, number - 2] if zone == 1 else [number + 1, number + 2]  # the blocks before the headline are told from the last
    for at in near:
        text = pieces[at][0].text if 0 <= at < len(pieces) else ""
        if len(text) < 40 and _CLOCK.search(text) and not _DATE.search(text) and len(_rest(text)) < 8:
            return text
        if not _LABELS.fullmatch(text.strip(" :：")):
            break
    return ""


def _stamp_beside(survey: _Survey) -> str | None:
    """A labelled date in a box between headline and text that is named for something else: <div class="share-wrapper"><p>文章日期：2025年11月27日 17:12</p>."""
    under = False
    for element in survey.root.iter() if survey.asides and survey.heading is not None else ():
        if not under or element not in survey.asides:
            under = under or element is survey.heading
            if survey.places.get(element, -1) >= survey.prose:
                break
            continue
        for line in block_text(element).split("\n")[:20] if element.tag in _BESIDE else ():
            text = line.strip()
            if len(text) < 80 and _STAMPED.match(text) and _DATE.search(text):
                return text
    return None


_BESIDE = ("div", "section", "ul", "p", "span", "aside")


def _pieces(block: _Block) -> list[tuple[_Block, bool | None]]:
    """A block to look for dates in; of a long one its first and last lines: an old page's whole text stands in one element, parted by <br>.

    With each piece: whether it is one of the block's first lines, None for a whole block.
    """
    lines = block.text.split("\n")
    if len(block.text) <= 240 or len(lines) < 2:
        return [(block, None)]
    first, rest = lines[:4], lines[4:][-4:]
    return [(block._replace(text=line.strip()), n < len(first)) for n, line in enumerate((*first, *rest)) if 0 < len(line) <= 160]


def _ends(pieces: list[tuple[_Block, bool | None]], number: int, survey: _Survey, zone: int, last: int) -> bool:
    """Whether a line of a date alone closes the text: under "Ends", with its hour, or as the last line there is."""
    block = pieces[number][0]
    if zone != 2 or len(block.text) >= 60 or block.linked:
        return False
    closing = block.text.rpartition("\n")[2].strip()
    if block.at == last and closing != block.text and _DATE.search(closing) and not _rest(closing):
        return True  # "Transport Department", "2 March 2026"
    if len(_rest(block.text)) > 4:
        return False
    if number and _END_MARK.fullmatch(pieces[number - 1][0].text):
        return True
    return block.at <= survey.end and (bool(_CLOCK.search(block.text)) or (block.at == last and not _rest(block.text)))


def _unlinked(element: Any) -> str:
    """An element's text outside links."""
    return block_text(element, set(element.iter("a"))) if element.find(".//a") is not None else text_of(element)


def _marked_byline(element: Any) -> bool:
    """Whether an element is a byline by the attributes that sites' own tests find it by: data-hook="user-name", data-testid="byline-contributors"."""
    near = (element, *list(element.iterancestors())[:2], *list(element.iter())[1:4])
    return any(_BYLIKE.search(mark) or mark in ("user-name", "username") for e in near for mark in (e.get(n) for n in ("data-testid", "data-hook", "data-qa", "data-component")) if mark)


# 完, "Ends", "-END-": what stands over the day of a release
_END_MARK = re.compile(r"\W{0,3}(?:完|ends?)\W{0,3}", re.I)


def _signed(survey: _Survey) -> list[Any]:
    """Elements that say for machines who wrote it, anywhere from shortly before the headline to shortly behind the text."""
    first, last = survey.heading_at - 60, survey.end + 40
    marked = itertools.islice((e for e in survey.root.iter("a", "span", "div", "p", "address") if e.get("rel") == "author" or (e.get("itemprop") or "").lower() == "author"), 200)
    found = [e for e in marked if first <= survey.place_of(e) <= last]
    names = [next((n for n in e.iter() if n.get("itemprop") == "name" and text_of(n)), e) for e in found if not any(a in found for a in e.iterancestors())]
    return names[:6]


# "8月5日，市民試騎新單車徑。" begins with a date and is none
_CLAUSE = re.compile(r"[，。！？]")
# what a line of dates may hold besides dates
_LABELS = re.compile(
    r"published|posted|updated?|modified|submitted|created|last|first|source|written|date|time|views?|hits|read(?:ing)? time|min read|share|print|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|hkt|gmt|utc|cst|est|on|at|am|pm)\b|[\u661f\u9031\u5468][\u671f\u4e00-\u9fff]{1,2}|发[布表]|發[佈布表]|更新|時間|时间|日期|来源|來源|作者|記者|记者|編輯|编辑|責任|责任|字[号號]|字體|字体|浏览|瀏覽|阅读|閱讀|点击|點擊|次数|次數|分享|打印|列印|[大中小]",
    re.I,
)


# "2026-03-02 20:00 12,031 views"
_COUNTS = re.compile(r"\b\d[\d,]{0,12}\s?(?:views?|hits?|reads?|shares?|comments?|likes?|words?|次|人)\b", re.I)
# "Source: Xinhua|", "Editor: huaxia", "來源：本報": a label and who is named by it
_ORIGIN = re.compile(r"(?:source|editor|from|via|来源|來源|编辑|編輯|责编|責編|稿源|频道|頻道|欄目|栏目)s?\s?[:：]\s?[^|｜\n\d:：]{0,30}", re.I)


def _rest(line: str) -> str:
    """The letters of a line that are no date, no label and no name given by one."""
    for pattern in (_BY_INSIDE, _ORIGIN, _DATE, _CLOCK, _LABELS):
        line = pattern.sub(" ", line)
    line = re.sub(r"\bby\s+(?:[A-Z][\w.'’-]+[ ,]{0,2}(?:and )?){1,8}", " ", line)
    return "".join(c for c in line if c.isalpha())


_MACHINE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,20})?")


def _marked(survey: _Survey) -> tuple[str | None, str | None]:
    """See _Survey.marked. The nearest to the headline counts; what stands far behind the text is a teaser's."""
    told: dict[str, tuple[int, str]] = {}
    classed = -1, ""
    start, last = survey.heading_at, survey.end + 30
    for element in survey.root.iter("time", "abbr", "span", "meta", "div", "p", "dd"):
        prop = (element.get("itemprop") or "").lower()
        if element.tag not in ("time", "abbr") and prop not in ("datepublished", "datemodified"):
            continue
        value = (element.get("datetime") or element.get("content") or (element.get("title") if element.tag == "abbr" else None) or "").strip()
        at = survey.places.get(element, survey.places.get(element.getparent(), -1))
        if not _MACHINE.fullmatch(value) or at < 0 or at > last:
            continue
        names = _names(element)
        kind = "updated" if prop == "datemodified" or _UPDATED.search(names) or _UPDATED.search((element.text or "")[:24]) else "published"
        if kind == "updated" and prop != "datemodified" and not _UPDATED.search(element.text or ""):
            classed = at, value
        if kind == "published" and prop != "datepublished" and at > survey.prose and not _PUBLISHED.search(names):
            continue
        far = at - start if at >= start else (start - at) * 2
        if far < 160 and (kind not in told or far < told[kind][0]):
            told[kind] = far, value
    published, updated = (told[k][1] if k in told else None for k in ("published", "updated"))
    if published is None and updated is not None and updated == classed[1]:
        return updated, None  # hentry's <time class="entry-date updated"> on a page of one date
    return published, updated


def _inline(element: Any) -> Iterator[Any]:
    """The inline elements whose text is part of a block's own."""
    for child in element:
        if type(child.tag) is str and child.tag not in _BLOCK and child.tag not in _INLINE_SKIP and len(child) < 8:
            below = list(itertools.islice(child.iter(), MAX_INLINE + 2))
            if len(below) <= MAX_INLINE + 1 and not any(e.tag in _BLOCK for e in below):
                yield from below


def _stamp_in(element: Any) -> tuple[str | None, str | None]:
    """Dates that a block holds in elements of their own: "<time class=published>…</time><time class=updated>…</time>"."""
    found = [e for e in _inline(element) if e.tag == "time" or _DATELIKE.search(_names(e))]
    found = [e for e in found if _DATE.search(text_of(e))]
    texts = [text_of(e) for e in found if not any(e in other.iterancestors() for other in found)]
    if len(texts) == 2 and texts[0] == texts[1]:
        texts.pop()
    return (texts[0] if texts else None), (texts[1] if len(texts) == 2 else None)


def _bylines(survey: _Survey) -> list[str]:
    """Visible bylines near the headline, and labelled ones in the text's first and last lines."""
    found: list[str] = []
    for zone, blocks in enumerate(_zones(survey)):
        for block in blocks:
            text = block.text
            if len(text) > 240:
                continue
            if zone < 2:
                names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
                if (names and _BYLIKE.search(names)) or block.element.get("itemprop") == "author" or _marked_byline(block.element):
                    named = [e for e in _inline(block.element) if "name" in (words := _names(e)) and _BYLIKE.search(words)]
                    if named:  # <div class="columnist"><span class="columnist-name">…</span><span class="columnist-intro">…</span></div>
                        found.extend(_byline_of(text_of(e)) for e in named)
                        continue
                    found.extend(_byline_of(line) for line in text.split("\n") if not _STAMPED.match(line))
                else:
                    inside = [e for e in _inline(block.element) if e.get("rel") == "author" or e.get("itemprop") == "author" or _BYLIKE.search(_names(e)) or _AUTHOR_PAGE.search(e.get("href") or "")]
                    found.extend(_byline_of(text_of(e)) for e in inside if not any(a in inside for a in e.iterancestors()))
            if zone == 2 and survey._signs(block):
                found.append(text)
            for line in text.split("\n"):
                if _BY.match(line):
                    found.append(_byline_of(own[0] if (own := _BY_INSIDE.match(line)) else line))
                elif posted := _POSTED_BY.match(line):
                    found.append(f"By {posted['who']}")
                elif "者" in line or ":" in line or "：" in line or "撰" in line:
                    found.extend(each[0].strip() for each in _BY_INSIDE.finditer(line))
                    if len(line) < 60 and (reporter := _REPORTER_AT_END.search(line)):
                        found.append(f"記者：{reporter['who']}")
    if not found:
        found = [text_of(e) for e in _signed(survey)]
    unique = list(dict.fromkeys(line for line in found if 2 <= len(line) <= 140 and not _ADVERT.search(line)))
    return [line for line in unique if not any(line != other and line in other for other in unique)][:6]


def _byline_of(line: str) -> str:
    """A byline without the date that stands beside it, and without the words that lead to either."""
    line = _LEADING.sub("", line)
    for pattern in (_DATE, _CLOCK, _TRUST):
        stamp = pattern.search(line)
        line = line[: stamp.start()] if stamp else line
    return _TRAILING.sub("", line).strip(" \t|｜·•-–,，/")


# "Submitted by Peter Shum on Tue, " before the date was cut
_TRAILING = re.compile(r"(?:\s(?:on|at)\b)?(?:\s(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})?[\s,]{0,3}$", re.I)
# "发表于 2026-3-2", "Submitted by Peter Shum on Tue", "Posted by", "Post author:"
_LEADING = re.compile(r"^\s{0,3}(?:(?:author|作者)[,，]|发表于|發表於|发布于|發佈於|posted on|published on|on\b|(?:submitted|posted|published|contributed) (?=by\b)|post author\s?[:：])\s{0,3}", re.I)


# --- photos ------------------------------------------------------------------------------------------------------------------------

_ICON = re.compile(r"(?:logo|icon|avatar|sprite|blank|spacer|placeholder|loading|qrcode|qr_code|pixel|1x1|emoji|button|arrow|gr[ae]y\.|/static/|/assets/|/themes?/|banner|share|-\d\dx\d\d\.|next_page|footer|ytimg\.com|gravatar|\.gif(?:$|\?)|\.svg(?:$|\?))", re.I)
_COUNTER = re.compile(r"\s\d{1,3}/\d{1,3}$")
_NO_CAPTION = re.compile(r"^(?:facebook|x|twitter|wechat|weibo|whatsapp|line|email|share(?: (?:on|to|via))?(?: \w{1,12})?|print|分享.{0,4}|image|photo|圖片|(?:點擊|点击|按此)\S{0,8}(?:圖片|图片|相片|放大|看圖|看图)|更多(?:圖片|图片|相片)|[圖图]?\s?\d{1,3}\s?(?:/|之)\s?\d{1,3}|\S+\.(?:jpe?g|png|webp|gif))$", re.I)


def _photos(survey: _Survey) -> list[Photo]:
    """Figures and captioned images of the article, in page order."""
    container = survey.container
    if container is None:
        return []
    around = container
    if survey.heading is not None:
        ancestors = set(survey.heading.iterancestors())
        around = next((e for e in (container, *container.iterancestors()) if e in ancestors or e is survey.heading), container)
        if around.tag in ("body", "html") and container.tag != "body":
            around = container
    photos: list[Photo] = []
    seen: set[str] = set()
    title = _key(_inner(survey.heading)) if survey.heading is not None else None
    stop = next((b.at for b in survey.blocks if b.at > survey.end and len(b.text) < 40 and _CUT.match(b.text)), 1 << 60)  # "You may also like"
    for element in itertools.islice(around.iter("figure", "img", "amp-img"), MAX_PICTURES):
        if len(photos) >= MAX_PHOTOS or survey.places.get(element.getparent(), 0) > stop:
            break
        above = list(element.iterancestors())
        if (survey.cut <= survey.end and survey.places.get(element.getparent(), 0) > survey.cut) or any(a in survey.asides and a.tag not in ("figure", "picture", "source") for a in above):
            continue
        inside = container in above
        if element.tag == "figure":
            photo = None if _in_figure(element, above) or _holds_several(element) else _figure(element, survey)
        else:
            photo = None if any(a.tag == "figure" and not _holds_several(a) for a in above) else _image(element, survey, inside)
        if any(a.tag == "a" and _leads_away(a.get("href")) for a in above[:6]):
            continue
        if photo is None or (not photo.caption and not photo.credit and not inside and (element.tag != "figure" or not photo.url or survey.places.get(element.getparent(), 0) > survey.end)):
            continue
        if photo.caption:
            photo.caption = _COUNTER.sub("", photo.caption)
            if _key(photo.caption) == title:
                photo.caption = None  # given to a picture that has none
        if photo.url and _ICON.search(photo.url[-100:]):
            photo.url = None
        if not photo.url and not photo.caption:
            continue
        if photo.caption and any(p.caption and _key(p.caption) == _key(photo.caption) and (not p.url or not photo.url) for p in photos):
            continue
        key = f"{photo.url}\n{photo.caption}"
        if key not in seen:
            seen.add(key)
            photos.append(photo)
    photos.extend(_albums(survey, around, photos))
    return _with_captions(survey, photos)


_ALBUM = re.compile(r"fancybox|lightbox|photoswipe|gallery|colorbox|thickbox|magnific", re.I)


def _albums(survey: _Survey, around: Any, photos: list[Photo]) -> Iterator[Photo]:
    """Captioned pictures that stand in a column of their own and open large, as the Government's press releases have them: <a class="fancybox" href="….jpg" title="…">."""
    known = {_key(p.caption) for p in photos if p.caption}
    links = (link for link in itertools.islice(survey.root.iter("a"), MAX_ELEMENTS) if (href := link.get("href")) and _PICTURE_FILE.search(href[-200:]) and next(link.iter("img"), None) is not None)
    for link in itertools.islice(links, MAX_PHOTOS):
        words = next((w.strip() for w in map(link.get, (*_DATA_CAPTIONS, "title")) if w), "")
        if _size(words) < (12 if _ALBUM.search(link.get("class") or "") or link.get("data-fancybox") else 30) or _key(words) in known or any(a is around or a in survey.asides for a in link.iterancestors()):
            continue
        known.add(_key(words))
        yield Photo(link.get("href"), _clean(words))


def _untold(photos: list[Photo], told: list[Photo]) -> list[Photo]:
    """Of the photos that a page's data tells those it does not show; a shown one without words gets what the data says of its file."""
    words = {_file(p.url): p for p in told if p.url}
    for photo in photos:
        found = words.get(_file(photo.url)) if photo.url and not photo.caption and not photo.credit else None
        if found is not None:
            photo.caption, photo.credit = found.caption, found.credit
    shown = {_file(p.url) for p in photos if p.url}
    unmatched: dict[str, list[Photo]] = {}
    for photo in photos:
        unmatched.setdefault(_key(f"{photo.caption or ''}{photo.credit or ''}"), []).append(photo)
    more = []
    for photo in told:
        same = unmatched.get(_key(f"{photo.caption or ''}{photo.credit or ''}"))
        if same:  # one of the same words, in another size or without its picture
            one = same.pop(0)
            one.url = one.url or photo.url
        elif _file(photo.url or "") not in shown:
            more.append(photo)
    return more


def _file(address: str) -> str:
    """What names a picture whatever host and size it is asked of: the longest part of its path."""
    return max(urlsplit(address).path.split("/"), key=len) if "://" in address[:9] or address.startswith("/") else address


def _in_figure(figure: Any, above: list[Any]) -> bool:
    """Whether a figure is a mere part of one: without a caption of its own inside another that has one."""
    return any(a.tag == "figure" for a in above) and figure.find(".//figcaption") is None


def _with_captions(survey: _Survey, photos: list[Photo]) -> list[Photo]:
    """The photos, and those of which only the caption is in the source: their pictures come by script."""
    known = {_key(p.caption) for p in photos if p.caption} | {_key(f"{p.caption or ''}{p.credit}") for p in photos if p.credit}
    for block in survey.inside():
        if block.at >= survey.cut:
            break
        classed = _captioned(survey.names.get(block.element, ""))
        words = block.text.replace("\n", " ") if classed and len(block.text) < 800 else _caption_in(block)
        if words and len(words) > 5 and _key(words) not in known and not _NO_CAPTION.match(words):
            known.add(_key(words))
            bare = next((p for p in photos if p.url is not None and p.caption is None), None) if len(photos) == 1 else None
            if bare is not None:
                bare.caption = words
            else:
                photos.append(Photo(caption=words))
    return photos


def _leads_away(href: str | None) -> bool:
    """Whether a picture's link goes to another page, not to the picture: a teaser."""
    return bool(href) and not re.search(r"\.(?:jpe?g|png|webp|gif|avif)|/(?:image|photo|img)|^(?:#|javascript)", href or "", re.I)


def _address(image: Any) -> str | None:
    for name in ("data-src", "data-original", "data-lazy-src", "data-url", "src"):
        url = (image.get(name) or "").strip()
        if url and not url.startswith(("data:", "blob:", "about:")):
            return str(url)
    sets = (image.get("srcset") or image.get("data-srcset") or "").strip()[:MAX_ADDRESS].partition(",")[0].split()  # "/a.jpg 300w, /b.jpg 600w"; "," is none
    return sets[0] if sets and not sets[0].startswith("data:") else None


def _holds_several(figure: Any) -> bool:
    """Whether a figure is a gallery: figures inside it, or several pictures and no caption for all of them."""
    return figure.find(".//figure") is not None or (figure.find(".//figcaption") is None and sum(1 for _ in figure.iter("img", "amp-img")) > 1)


def _figure(figure: Any, survey: _Survey) -> Photo | None:
    image = next(figure.iter("img", "amp-img"), None)
    words, credit = _words(figure)
    if image is not None and not words:
        holders = [image, *(a for a in image.iterancestors() if figure in a.iterancestors()), figure]
        words = next((w.strip() for e in holders for w in (e.get(n) for n in _DATA_CAPTIONS) if w and not _NO_CAPTION.match(w)), None) or _alt(image, survey) or ""
    url = _address(image) if image is not None else None
    return Photo(url, words or None, credit) if url or words or credit else None


def _words(holder: Any) -> tuple[str, str | None]:
    """Caption and credit that the element around a picture holds: a figcaption or an element of a caption's class; a credit of a class of its own."""
    caption = next((c for c in holder.iter("figcaption") if text_of(c) and not _CREDITLIKE.search(_names(c))), None)
    overlay = _overlay(holder, caption) if caption is not None and holder.tag == "figure" else None
    if caption is None:
        caption = next((e for e in holder.iter("p", "div", "span", "td", "small", "em", "dd") if _captioned(_names(e)) and text_of(e) and next(e.iter("img"), None) is None), None)
    credit = next((e for e in holder.iter("span", "div", "p", "small", "cite", "em", "figcaption") if e is not caption and not (caption is not None and e in caption.iterancestors()) and not _captioned(_names(e).replace("figcaption", "")) and e.get("class") and _CREDITLIKE.search(_names(e)) and 1 < len(text_of(e)) < 120), None)
    words, printed = _seen(caption, credit), _seen(credit, None) or overlay
    return ("", words) if caption is not None and credit is None and _CREDITLIKE.search(_names(caption)) else (words, printed)


def _overlay(figure: Any, caption: Any) -> str | None:
    """A short line in a figure that has a caption, outside it: the credit over the picture, as the BBC prints it."""
    if any(a.tag == "figure" for a in caption.iterancestors() if a is not figure and figure in a.iterancestors()):
        return None
    text = _seen(figure, caption)
    return text if 2 < len(text) <= 60 and not _STOP.search(text) and not _NO_CAPTION.match(text) and not _TRIFLE.match(text) else None


def _seen(element: Any, without: Any) -> str:
    """An element's text on one line, what only machines read ("Image source, ") and one element inside it left out."""
    if element is None:
        return ""
    drop = {e for e in element.iter() if e.get("class") and _UNSEEN_CLASS.search(_names(e))}
    return " ".join(block_text(element, drop | {without}, skipped=_CAPTION_SKIPPED).split())


_CAPTION_SKIPPED = SKIPPED - {"figure", "figcaption"}
# where galleries and lightboxes keep a caption
_DATA_CAPTIONS = ("data-caption", "data-desc", "data-description", "data-sub-html", "data-title", "data-alt-caption", "data-image-caption", "data-lightbox-caption")


def _below(image: Any, survey: _Survey) -> str | None:
    """A line right under a picture that is its caption: centered, marked by an arrow or "图为", or ending in a credit."""
    at = survey.places.get(image)
    if at is None:
        return None
    holder = image.getparent()
    if holder.tag in ("p", "div", "center", "td") and _few(holder, 5) and (own := text_of(holder)) and _size(own) < 300 and next(holder.iter("br"), None) is not None:
        if _CREDITED.search(own) or _PICTURED.match(own):  # <p><img><br><em>紅樹林。（資料圖片）</em></p>
            return _ARROW.sub("", own)
    number = bisect_right(survey.order, at)
    block = survey.blocks[number] if number < len(survey.blocks) else None
    before = survey.blocks[number - 1] if number else None
    if block is None or len(block.text) > 200 or block.at - at > 12 or (before is not None and image in before.element.iter("img") and "\n" not in before.text):
        return None
    text = block.text.strip()
    centered = any(_CENTERED.search(f"{e.get('align') or ''};{e.get('style') or ''};{e.get('class') or ''}") for e in (block.element, *list(_inline(block.element))[:2]))
    if _STOP.search(text[-2:]) and not centered and not _PICTURED.match(text):
        return None
    marked = centered or _PICTURED.match(text) or _CREDITED.search(text)
    return _ARROW.sub("", text.replace("\n", " ")) if marked and not _DATE.fullmatch(text) and not block.linked * 2 > len(text) else None


_CENTERED = re.compile(r"^center;|text-align\s?:\s?center|(?:^|[;\s])(?:text-?center|aligncenter|center)(?:$|\s)", re.I)
# "图为后海湾红树林。张三 摄", "▲工程路線圖", "圖：示意圖", "(图片来源…"
_PICTURED = re.compile(r"^(?:[▲△▼↑◆■]|[图圖](?:为|為|[:：])|上[图圖]|下[图圖]|[（(]?(?:[图圖]片|资料图|資料圖))")
_ARROW = re.compile(r"^[▲△▼↑◆■]\s{0,2}")
# "來源：商台新聞" under "有市民自發整合資訊　謝曉雅攝" is the house that took it over, beside the photographer
_SOURCE = re.compile(r"(?:來源|来源|source)\s?[:：]", re.I)
_CREDITED = re.compile(r"(?:[攝摄]|攝影|摄影|供[图圖]|提供|[图圖]片|制[图圖]|製[图圖]|截[图圖]|资料[图圖]|資料[图圖])[）)]?$|[图圖](?:源|片来源|片來源)\s?[:：/].{1,30}$|\b(?:Photo|Credit|Source)\s?[:/].{2,60}$|[(（\[][^()（）\[\]]{2,60}\s?/\s?[^()（）\[\]]{2,40}[)）\]]$|[A-Z][A-Z.'’ -]{2,40} / [A-Z][A-Z &]{2,40}$")


def _image(image: Any, survey: _Survey, inside: bool) -> Photo | None:
    link = _lightbox(image)
    url = _address(image)
    if not url or _ICON.search(url[-100:]):
        # an album's tile: a picture of the design over the photo that the link opens
        url = next((u for u in (link.get("data-href"), link.get("href")) if u and _PICTURE_FILE.search(u)), None) if link is not None else None
        if not url or _ICON.search(url[-100:]):
            return None
    words = next((w.strip() for w in map(image.get, _DATA_CAPTIONS) if w), None)
    title = (image.get("title") or "").strip()
    if not words and title and (inside or (survey.heading_at <= survey.places.get(image, -1) <= survey.end and title != (image.get("alt") or "").strip())):
        words = title
    if (not words or _NO_CAPTION.match(words)) and link is not None:
        names = (*_DATA_CAPTIONS, "title") if link is image.getparent() or any(_PICTURE_FILE.search(u) for u in (link.get("href"), link.get("data-href")) if u) else _DATA_CAPTIONS
        words = next((w.strip() for w in map(link.get, names) if w), None)
    credit = None
    if words and survey.heading is not None and _key(words) == _key(_inner(survey.heading)):
        words = None  # a picture without a caption is given the headline
    if not words or _NO_CAPTION.match(words):
        words, credit = _around(image, survey)
        words = words or _below(image, survey) or _alt(image, survey)
    return Photo(url, _clean(re.sub(r"<[^<>]{0,300}>", " ", html.unescape(words))) if words else None, credit)


_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|[?#])", re.I)


def _lightbox(image: Any) -> Any:
    """The link around a picture that shows it large, with no other picture in it: <a class="photoSwipe" data-href="….jpg" data-title="…">."""
    above = image.getparent()
    for _up in range(4):
        if above is None or not _few(above, 4):
            return None
        if above.tag == "a":
            return above if next(itertools.islice(above.iter("img", "amp-img"), 1, None), None) is None else None
        above = above.getparent()
    return None


def _around(image: Any, survey: _Survey) -> tuple[str | None, str | None]:
    """Caption and credit in the smallest element around a picture that has one, and no other picture."""
    holder = image.getparent()
    for _up in range(4):
        if holder is None or holder is survey.container or not _few(holder, 12) or next(itertools.islice((e for e in holder.iter("img", "amp-img") if not _is_design(e)), 1, None), None) is not None:
            break
        words, credit = _words(holder)
        if not words:  # <div data-fancybox="gallery" data-caption="…"><div><img></div></div>
            words = next((w.strip() for w in map(holder.get, _DATA_CAPTIONS[:3]) if w), "")
        if (words or credit) and not (words and _NO_CAPTION.match(words)):
            return words or None, None if credit and _SOURCE.match(credit) and _CREDITED.search(words or "") else credit
        holder = holder.getparent()
    return None, None


def _is_design(image: Any) -> bool:
    """Whether a picture is none of the article's: an icon, or what stands where a lazy one will be."""
    return bool(_ICON.search((_address(image) or "")[-100:]))


# "Fires have been raging for hours. Photo: Karma Lo", "… Photo shows (from left) …", "人員檢走大批文件等證物。"
_TELLING_ALT = re.compile(r"photo shows\b|[图圖](?:为|為|示)|(?:\bPhotos?|\bPicture|\bImage|\bIllustration|[图圖]片|相片)\s?[:：/]\s?\S.{0,80}$|[\u3400-\u9fff」”）][。！]$|[(（\[][^()（）\[\]]{2,40}[)）\]]\.?$|(?:[攝摄]|[图圖]片|提供|截[图圖])[）)]?$", re.I)


def _alt(image: Any, survey: _Survey) -> str | None:
    """An alternative text that reads as a caption: it names its photographer or says what the photo shows; never the headline."""
    words = _clean(image.get("alt") or "")
    if _size(words) < 16 or not _TELLING_ALT.search(words) or (survey.heading is not None and _agree(_key(words), _key(_inner(survey.heading)))):
        return None
    return words
