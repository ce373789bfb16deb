"""Words, names and elements: what tells a headline's class from an advert's, a date from a caption, and how text is compared."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from harvester.layout import SKIPPED, text_of

HAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_SPACES = re.compile(r"\s+")
STOP = re.compile(r"[。！？!?；;]|[.,，](?:\s|$|[”\"’'])|，")
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
BODYLIKE = re.compile(
    r"(?:article|story|news|post|entry|main|blog|detail|page|item|single)[\s_-]?(?:body|content|contents|text|txt|detail|details|con|full-?text|main|inner)|"
    r"(?:^|[\s_-])(?:full-?text|body-?text|text-?content|content-?text|txt-?con|article|story|content|detail|press-?release|pressrelease)(?=$|[\s_-])|trs_?editor|rm_txt|itemfulltext|td-post-content|zoom",
)
# Tailwind: "-ml-3", "pt-navBarMobile", "border-l-4", "hidden" says nothing of a page made for a browser
_UTILITY = re.compile(r"-?(?:[mp][trblxy]?|w|h|min|max|text|bg|border|flex|grid|gap|rounded|z|top|left|right|bottom|inset|font|leading|col|row|space|overflow|shadow|opacity|order)-|has-|no-|with-|is-|hidden$|(?:tag|category|type|status|format|post|postid)-(?!list|cloud|s?$|body|content|text|detail|main|meta|date|inner|entry|nav|share|related)[^\s]")
# "author_share", "date-share", "info_share": buttons in one row with what the page says of itself
_BESIDE_SHARES = re.compile(r"(?:^|[\s_-])(?:author|byline|date|time|meta|info|publish|source)(?=[\s_-]|$)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
DATELIKE = re.compile(r"(?:date|time|publish|pubtime|posted|timestamp|created|updated?|modified|issued|info|meta|source)")
BYLIKE = re.compile(r"(?:byline|author|reporter|writer|writtenby|written-by|contributor|journalist|columnist)")
_CAPTIONLIKE = re.compile(
    r"caption|cutline|legend|titletext|(?:photo|img|image|pic|picture|slide|gallery|figure)[-_ ]?(?:text|desc\w{0,7}|title|des|txt|info|note|cap|intro|explain\w{0,6}|sm|shuoming)(?=$|[\s_-])|slide_?cap"
)
CREDITLIKE = re.compile(r"(?:^|[\s_-])(?:credits?|photographer|photo-?by|copyright|attribution|source|byline|provider)(?=$|[\s_-])")
UNSEEN_CLASS = re.compile(r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-text)?|hidden-?text|offscreen)(?=$|[\s_-])")
# What tells a line under a picture as its caption: how it is set, how it opens ("图为后海湾红树林。张三 摄", "▲工程路線圖", "圖：示意圖", "(图片来源…"), the credit it ends in
_CENTERED = re.compile(r"^center;|text-align\s?:\s?center|(?:^|[;\s])(?:text-?center|aligncenter|center)(?:$|\s)", re.I)
PICTURED = re.compile(r"^(?:[▲△▼↑◆■]|[图圖](?:为|為|[:：])|上[图圖]|下[图圖]|[（(]?(?:[图圖]片|资料图|資料圖))")
ARROW = re.compile(r"^[▲△▼↑◆■]\s{0,2}")
CREDITED = re.compile(r"(?:[攝摄]|攝影|摄影|供[图圖]|提供|[图圖]片|制[图圖]|製[图圖]|截[图圖]|资料[图圖]|資料[图圖])[）)]?$|[图圖](?:源|片来源|片來源)\s?[:：/].{1,30}$|\b(?:Photo|Credit|Source)(?:\s?[:/]|\sby\s).{2,60}$|[(（\[][^()（）\[\]]{2,60}\s?/\s?[^()（）\[\]]{2,40}[)）\]]$|[A-Z][A-Z.'’ -]{2,40} / [A-Z][A-Z &]{2,40}$|/\s?(?i:(?:for )?china ?daily(?:\.com\.cn)?)$|[(（\[](?:Photos?|Provided|Courtesy|File|Screen ?(?:grab|shot))\b[^()（）\[\]]{0,60}[)）\]]$|(?:新华社|中新社)[发發]$")

# "20:29, November 24, 2025", "2025-11-28 00:20", "2025年11月30日 10:28", "30 Nov 2025", "06-May-2026", "二〇二六年三月二日", "3小時前"
DATE = re.compile(
    r"(?:19|20)\d{2}\s{1,3}\d{2}/\d{2}(?=\s{1,3}\d{2}:)|(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s+(?:19|20)\d{2}|\d{1,2}([-/.])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\1(?:19|20)\d{2}|"
    r"(?:民[國国]\s?\d{2,3}|[〇○零一二三四五六七八九]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?[日號号]|"
    r"\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,3}\s?(?:小時|小时|分鐘|分钟|天|日)前|\b\d{1,3}\s?(?:hours?|minutes?|mins?|hrs?|days?) ago|(?:今日|昨日|今天|昨天)\s{0,2}\d{1,2}[:：]\d{2}",
    re.I,
)
CLOCK = re.compile(r"\d{1,2}\s?[:：時时]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b", re.I)
# "Published:", "Last updated", "發佈時間：", "更新：", "出版:", "Ends/Tuesday, …", "Issued at HKT 20:16"
STAMPED = re.compile(
    r"^\W{0,3}(?:(?:page )?(?:first |last |date |time )?(?:published|publish(?:ed)? (?:at|on|time|date)|posted(?: on| at)?|updated?(?: on| at)?|modified|created|issued(?: at)?|released?|date|time)\b|ends?\s?/|"
    r"(?:最後|最后|最近|最新)?(?:更新|修改)(?:時間|时间|日期|於|于)?|(?:發佈|發布|发布|发表|發表|出版|刊登|上載|建立|編輯|录入)(?:時間|时间|日期|於|于|:|：|\s)|(?:文章|新聞|新闻|發稿|发稿|發文|发文|成文|上傳|上传|見報|见报|報道|报道)?(?:日期|時間|时间)\s?[:：]|香港時間|来源\s?[:：]|來源\s?[:：])",
    re.I,
)
UPDATED = re.compile(r"updat|modif|revis|更新|修改|編輯時間", re.I)
# "By Wang Zhan in Hong Kong", "Reported by", "撰文：", "記者：", "文：", "文/", "【明報專訊】" is no byline
BY = re.compile(
    r"^\W{0,2}(?:(?:(?:additional )?reporting |written |reported |story |text |words |submitted |posted |published |contributed )?by\s*:?\s+(?=[A-Z\u4e00-\u9fff])|(?:author|reporter|writer|text|words)s?\s?[:：]\s?|(?:author|作者)[,，]\s(?=[A-Z\u4e00-\u9fff])|"
    r"(?:撰文|撰稿|文字|文|作者|記者|记者|本報記者|本报记者|採訪|采访|採訪、撰文|採訪及撰文|採訪／撰文|報道|報導|报道|特約記者|實習記者|整理|編採|編譯|編輯|编辑|責任編輯|责任编辑|責編|责编|攝影|摄影|翻譯|译)\s?[:：︰﹕／/|｜丨]\s?\S)",
    re.I,
)
# "时间：2026-03-02 10:12 来源：前海日报 作者：李明 字号：大 中 小": a byline among other labels
BY_INSIDE = re.compile(
    r"(?:作者|記者|记者|撰文|撰稿|文字|采写|採寫|采訪|採訪|采访|通讯员|通訊員|Author|Reporter|Writer)s?\s?[:：]\s?(?P<who>[^:：|｜\d\n]{2,80}?)"
    r"(?=\s?(?:发布|發佈|發布|时间|時間|日期|来源|來源|稿源|出处|字[号號體体]|浏览|瀏覽|阅读|閱讀|点击|點擊|人气|查看|评论|評論|编辑|編輯|责任|責任|责编|責編|摄影|攝影|更新|审核|校对|监制|"
    r"Source|Date|Time|Published|Posted|Editor|Views|Hits)|[|｜\d\n【（(]|$)",
    re.I,
)
# "Posted on March 2, 2026 by Mona Yip"
POSTED_BY = re.compile(r"^\W{0,3}(?:posted|published|written|created|submitted|added)\b.{4,60}?\bby:?\s+(?P<who>[A-Z][^|\n]{1,80})$", re.I)
# "来源：大港财经 记者 李明 赵小云", "本報記者 陳大文"
REPORTER_AT_END = re.compile(r"(?:记者|記者|撰文|作者|撰稿人)\s{1,2}(?P<who>[㐀-鿿]{2,4}(?:[\s、](?![發发]自|報[道導]|报道)[㐀-鿿]{2,4}){0,5})(?<![摄攝])\s{0,3}(?:$|(?=(?:19|20)\d\d\s?[-/.年]|[發发]自|報道|报道|報導))")
STANDFIRST = re.compile(r"sub-?(?:title|head|headline|heading)|standfirst|summary|excerpt|deck|dek|sapo|intro|abstract|lead-?(?:text|in)?(?:$|[\s_-])|desc", re.I)
# the names that are given to nothing else
DECK = re.compile(r"(?:^|[\s_-])(?:sub-?(?:title|head|headline|heading)s?|standfirst|deck|dek|sapo|excerpt)(?=$|[\s_-])")
# "你 或 有 興 趣 的 文 章", "相關新聞", "Related News:", "You may also like"
CUT = re.compile(
    r"\W{0,3}(?:你\s?或\s?有\s?興\s?趣|(?:相關|相关|延伸|更多|其他|最新|熱門|热门|推薦|推荐|編輯推介|猜你喜歡|猜你喜欢|今日|往期)(?:新聞|新闻|文章|閱讀|阅读|報道|报道|內容|專題|专题|影片|話題|推薦|標籤|標簽|搜尋)?\s?[:：]?$|(?:頭條|头条|要聞|要闻)(?:新聞|新闻)?$|"
    r"related (?:news|articles?|stories|posts|topics|content)|more (?:news|stories|from|on this|by )|you (?:may|might) (?:also )?(?:like|be interested)|recommended|read next|most (?:read|popular|viewed)|trending|sponsored|"
    r"comments?$|leave a (?:reply|comment)|share this|tags?\s?[:：]?$|關鍵[字詞]|标签|標籤|分享|留言|發表評論|网友评论)",
    re.I,
)
# Bastille Post: other articles follow whole
CUT_HARD = re.compile(r"\W{0,3}(?:往下看更多文章|更多文章|你\s?或\s?有\s?興\s?趣\s?的\s?文\s?章|related (?:news|articles|stories|posts)|you may also like)\s?[:：]?", re.I)
# "Photo", "Audio / Video", "Related Links", "附件": over what stands under a press release
MEDIA = re.compile(
    r"\W{0,3}(?:photos?|images?|pictures?|(?:audio|video|videos)(?:\s?/\s?(?:audio|video))?|attachments?|annex(?:es)?|downloads?|(?:related|useful|external) links?|documents?|"
    r"相片|圖片|图片|照片|圖輯|影片|視像|聲音\s?[/／]\s?視像|声音\s?[/／]\s?视像|附件|附件下载|附件下載|下載|下载|(?:相關|相关|有關|有关)(?:連結|链接|附件|文件|下載|下载))\s?[:：]?",
    re.I,
)
TRIFLE = re.compile(r"^(?:[（(]?(?:責任編輯|责任编辑|責編|责编|編輯|编辑|校對|校对|審核|审核|監製|监制)\s?[:：].{2,60}|(?:source|來源|来源)\s?[:：].{2,60}|点击.{0,8}阅读原文.{0,12}|《[^《》]{2,14}》\s?[（(][^（）()]{4,40}版\s?[）)]|\+\d{1,2}|更多相片|放大圖片|圖集|图集|\W{1,8}|[【\[]?\d{1,2}[】\]]?(?:[【\[]\d{1,2}[】\]]){0,20}|[上下]一[頁页篇則则]\s?[:：]?|（節錄）|.{0,8}相關報道\s?[:：]?|(?:相關字詞|標籤|关键词)\s?[﹕:：].{0,80}|分享到?[:：]?|print|share|\W{0,3}(?:log ?in|sign ?in|register)(?: or register)? to (?:post|leave|add) (?:a )?comments?|\d{0,5}\s?comments?|(?:copyright|©|\(c\)|版权所有|版權所有).{0,80})$", re.I)
PLAYER = re.compile(r"^(?:the media could not be loaded|no compatible source was found|beginning of dialog window|end of dialog window|modal window$|closed captions$|playback (?:speed|rate)$|now playing$|skip ads?$|ads by\b|video player is loading|current time|視訊播放器|目前時間|無法找到相容此媒體的來源|[開结結]\S{1,3}對話視窗|關閉描述|視頻播放器|duration|loaded|總共時間|載入完畢|串流類型|剩餘時間|播放速率|章節|字幕|聲音軌道|放大圖片.{0,12}$|顯示原圖|點擊看圖|(?:更多|點擊觀看更多|点击查看更多)(?:相片|圖片|图片|照片)$|reading time:?\s?\d|listen to this|select voice|choose your listening|get through articles|stream type|remaining time|this is a modal window|\{\{|in this (?:article|story|report)$|(?:table of )?contents$|本文目錄$|目錄$|目录$|advertisement$|廣告$|廣告\W|/$)", re.I)
PUBLISHED = re.compile(r"publish|posted|發佈|發布|发布|出版|刊登", re.I)
AUTHOR_PAGE = re.compile(r"/(?:authors?|writers?|columnists?|reporters?|journalists?)/[^/]", re.I)
TRUST = re.compile(r"\s*why you can trust.*$", re.I)
ADVERT = re.compile(r"taboola|outbrain|^by$|\bfollow\b|skip to|^tagged|^posted in|^\d|https?:", re.I)
# consent boxes, imprints and pleas that stand on every page of a site
BOILER = re.compile(r"\bcookies?\b.{0,200}(?:accept|consent|experience|browser|agree)|opt out of|terms of (?:use|service)|all rights reserved|版權所有|版权所有|©|subscribe to our|download (?:our|the) .{0,30}\bapp\b|免責聲明[:：]", re.I)
URLISH = re.compile(r"^(?:https?:)?//|^www\.|@\w+\.\w", re.I)
NUMERIC = re.compile(r"^[\d\s\W]+$")

# "Headline | Section | Site", "標題_頻道_站名", "Site - Headline"; "標題-站名" without spaces only between Han characters
PARTS = re.compile(r"\s{1,3}[|｜\-–—·•:»]\s{1,3}|[_|｜]|(?<=[㐀-鿿])[-–—](?=[㐀-鿿])|(?<=[^\d\s]):\s(?=[^\d\s])")
# What names a place of a site, no article
SECTION_NAME = re.compile(
    r"(?:(?:latest |all |our |local |breaking |top )?(?:news|press releases?|media releases?|press (?:room|statements?)|news (?:&|and) (?:events?|media)|news ?room|media (?:centre|center|room)|what's new|speeches|announcements?|"
    r"articles?|stories|(?:my |our )?blogs?|home ?page|home|events?|publications?|updates?|notices?|highlights?|detail|details|content|menu|search|contact us|about us)|"
    r"(?:最新|即時|即时|本地|工作|政府|熱點|焦點|图片|圖片|媒體|部門|部门|新闻|新聞)?(?:消息|新聞|新闻|新聞公報|新闻公报|公報|公报|動態|动态|要闻|要聞|資訊|资讯|公告|通告|通知|通知公告|新聞稿|新闻稿|演辭|演讲辞|活動|活动|發布|发布)|"
    r"新聞中心|新闻中心|首頁|首页|主頁|主页|正文|內容|内容|文章|詳情|详情|(?:我的)?(?:網誌|网志)|傳媒中心|專題|专题)",
    re.I,
)
SITE_NAME = re.compile(r"^[㐀-鿿·]{2,12}(?:网|網|在线|在線|日报|日報|晚报|晚報|新闻网|新聞網|频道|頻道|门户|門戶|電視台|电视台|论坛|論壇|通讯社|通訊社)$")
FOOT = re.compile(r"(?:^|[\s_-])(?:post|entry|article)-foot(?:er)?(?=$|[\s_-])")
LOGO = re.compile(r"(?:^|[\s_-])(?:logo|site-?(?:title|name)|brand|branding|blog-?title|masthead)(?=$|[\s_-])")
TITLELIKE = re.compile(r"(?<!page-)(?<!site-)(?<!sub-)(?<!sub)(?<!section-)(?<!block-)(?<!widget-)(?<!nav-)(?:title|headline|subject)|(?:^|[\s_-])(?:tit|bt|biaoti|heading)(?=$|[\s_-])")
BIG = re.compile(r"font-size\s?:\s?(?:1[89]|[2-5]\d)(?:\.\d{1,3})?p[xt]|font-size\s?:\s?(?:x+-)?large|font-weight\s?:\s?(?:bold|[6-9]00)", re.I)
# a day that a page's machine writes as an instant: "2026-03-03T00:00:00+08:00", "2026-03-02T16:00:00.000Z"
MIDNIGHT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<hours>00|16):00(?::00(?:\.0{1,6})?)?(?P<zone>Z|[+-]\d{2}:?\d{2}|)")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|odt|ods|rtf)(?:$|[?#])", re.I)


def are_few(element: Any, most: int) -> bool:
    """Whether an element has no more children than that; len() would count them all, for each of its children anew."""
    return next(itertools.islice(element, most, None), None) is None


def clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def size_of(text: str) -> int:
    """Characters without spaces, Han counted double."""
    return len(text) + len(HAN.findall(text))


def names_of(element: Any) -> str:
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
def is_captioned(names: str) -> bool:
    """Whether names are those of a caption; a video player's "vjs-captions" are not."""
    return bool(_CAPTIONLIKE.search(names)) and "vjs" not in names and "subtitle" not in names


@lru_cache(maxsize=8192)
def is_aside(names: str) -> bool:
    """Whether names are those of something beside the article."""
    found = _ASIDE.search(names)
    if found is None or BODYLIKE.search(names):
        return False
    return not (found[0].strip(" _-") in ("share", "sharing", "shares", "social") and _BESIDE_SHARES.search(names))


SKIP = SKIPPED - {"figure", "figcaption", "form"} | {"footer", "input", "label", "link", "meta", "source", "aside", "figure", "map", "dialog", "menu", "amp-ad"}
BLOCK = frozenset(
    ("p", "div", "section", "article", "main", "td", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "ul", "ol", "table", "tbody", "tr", "header", "form",
     "center", "body", "figure", "dl", "details", "summary", "hgroup", "address", "th", "thead", "tfoot", "fieldset")
)  # fmt: skip
# A tenth of a second of trafilatura, whose time grows with the square of all three: characters of source, elements, pieces of text
MAX_SECOND = 400_000
MAX_SECOND_ELEMENTS = 3_000
MAX_SECOND_BLOCKS = 1500
MAX_CLIMB = 80  # levels above a block that are told of it
MAX_PHOTOS = 200
MAX_PICTURES = 1000  # that are looked at
MAX_HEADINGS = 1000
MAX_INLINE = 200  # elements below an inline one; one that holds more is taken for a block
MAX_ADDRESS = 4000  # characters
MAX_ELEMENTS = 60_000
UNSURE = 300  # weight of text under which the picker does not trust itself


def is_centered(element: Any) -> bool:
    """Whether an element says that its lines are centered."""
    return element.tag == "center" or _CENTERED.search(f"{element.get('align') or ''};{element.get('style') or ''};{element.get('class') or ''}") is not None


_BOLD = re.compile(r"font-weight\s?:\s?(?:bold|[6-9]00)", re.I)
_BOLD_TAGS = frozenset(("strong", "b", "h1", "h2", "h3", "h4", "h5", "h6"))


def is_bold(line: Any) -> bool:
    """Whether all of a line is bold: <p><strong>…</strong></p>."""
    inner = next((e for e in itertools.islice(line.iter(), 60) if e.tag in _BOLD_TAGS or _BOLD.search(e.get("style") or "")), None)
    return inner is not None and text_of(inner) == text_of(line)


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def is_long(element: Any) -> bool:
    """Whether an element holds a text rather than a line: what an editor made, not who the editor is."""
    return sum(map(size_of, itertools.islice(element.itertext(), 200))) > 200


def leads_on(element: Any) -> bool:
    """Whether an element named "teaser" leads to another article, by a heading of its own; some sites call an article's lead so."""
    return next(element.iter("h2", "h3", "h4"), None) is not None


def comparable(text: str) -> str:
    """Letters and digits alone, lower-case, of a text's first 400 characters."""
    return "".join(c for c in html.unescape(text[:400]).lower() if c.isalnum())


def agree(seen: str, stated: str) -> bool:
    """Whether one is the beginning of the other, or stands in it whole ("Site - Section - Headline - Site")."""
    if not seen or not stated:
        return False
    shorter, longer = sorted((seen, stated), key=len)
    return len(shorter) > 3 and (longer.startswith(shorter) or (len(shorter) > 7 and shorter in longer))


def inner_html(element: Any) -> str:
    return text_of(element)


ENDED = re.compile(r"[。！？!?.；;][”\"’'」』）)]{0,2}\s{0,3}$")
INLINE_SKIP = SKIPPED | {"img", "input", "label"}


def inline_elements(element: Any) -> Iterator[Any]:
    """The inline elements whose text is part of a block's own."""
    for child in element:
        if type(child.tag) is str and child.tag not in BLOCK and child.tag not in INLINE_SKIP and len(child) < 8:
            below = list(itertools.islice(child.iter(), MAX_INLINE + 2))
            if len(below) <= MAX_INLINE + 1 and not any(e.tag in BLOCK for e in below):
                yield from below
