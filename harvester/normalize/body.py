"""The body's paragraphs: related lines lifted, trailers and furniture dropped, doubles folded; the publisher's words otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.normalize.headline import read_headline
from harvester.normalize.related import RelatedLine, read_related
from harvester.normalize.text import fold


class Body(NamedTuple):
    """Paragraphs that are body, related lines lifted from among them, and what was dropped (as it stood)."""

    paragraphs: tuple[str, ...]
    related: tuple[RelatedLine, ...]
    dropped: tuple[str, ...]


# One pattern a line, each with the text that made it necessary. All are matched against the whole paragraph.
_FURNITURE = re.compile(
    r"(?:"
    r"(?:\{\{[^{}\n]{0,200}\}\}\s?){1,6}|"  # {{hket:ul-video id="12220"}}{{/hket:ul-video}}
    r"NNNN"  # info.gov.hk's end mark
    r"|[（(【]?(?:全文)?完[）)】]?|\#{3}"  # 完, (完)
    # Ends/Tuesday, June 21, 2022 ⏎ Issued at HKT 20:16
    r"|Ends?\s?/.{0,80}(?:\n.{0,60}){0,3}"
    r"|Issued at HKT.{0,20}"
    # 完 ⏎ 2025年11月26日（星期三） ⏎ 香港時間20時34分
    r"|完[\n／/].{0,40}(?:\n.{0,40}){0,2}"
    r"|(?:\d{4}年\d{1,2}月\d{1,2}日\s?[（(]星期.[）)]\s{0,3})?香港[時时][間间]\s?\d{1,2}[時时]\d{1,2}分"
    r"|[-－]?\s?(?:ENDS?|完)\s?[-－]|\(ENDS?\)"
    # hkej's paper, of which a visitor sees the opening
    r"|[（(]節錄[）)]|訂戶登入"
    # info.gov.hk's feet
    r"|Back to Index Page|(?:Archives\s)?Yesterday's Press Releases|Today's Press Releases"
    # SCMP, HKFP: "by 08:00, 30 November 2025 Why you can trust Hong Kong Free Press"
    r"|(?:by .{0,60})?Why you can trust .{3,40}|Reading Time:?\s?\d{1,3} minutes?|READ FULL ARTICLE|TOP PICKS|Listen to this article"
    r"|Get more with myNEWS|A personalised news feed of stories that matter to you|SCMP TODAY: INTL EDITION|Topic \|.{1,80}"
    r"|This story has been made freely available as a public service.{0,200}"
    # SCMP's live pages: "Follow the latest live updates here and read about earlier events below."
    r"|Follow (?:the|our) (?:latest |live ){0,2}(?:updates?|blog|coverage)(?: of [^.\n]{3,60})? (?:here|below|(?:in|on|at) our)\b.{0,80}"
    r"|PDF View|Advertisements?|ADVERTISEMENT|[廣广]告|Go to main content|SponsoredSponsored|by Taboolaby Taboola|You May Like"
    # "Contact the writers at kathyzhang@chinadailyhk.com"
    r"|Contact the (?:writer|author|reporter)s? (?:at|via)\s.{3,120}"
    r"|(?:Next|Previous) Page|[上下]一[頁页]|Posted in(?::? .{2,60})?"
    r"|Share(?: - WeChat)?|Share to Facebook(?:Share to WhatsApp)?|Print(?: this page)?|列印[此本]頁|Back(?: to top)?|Top|Close|Translating\.{3}"
    r"|Most Viewed.{0,40}|Today's Top News|Editor's Picks|Latest News|Learn more|Print Mail Large Medium Small.{0,20}|Global Edition\s?ASIA.{0,40}"
    r"|The best of China Daily news delivered.{0,80}|With (?:agency|agencies) inputs?\.?|Agencies via Xinhua\.?"
    # WordPress's tags, video.js where nothing plays
    r"|Tagged: [^.\n]{2,390}|The media could not be loaded, either because the server or network failed.{0,80}|客[户戶]端下[载載]"
    r"|Leave a comment|Share this (?:article|story)|Read full story|Continue reading|(?:Subscribe to|Sign up for) our (?:daily |weekly )?newsletters?.{0,60}"
    # "Copyright © 2025 China Daily", "版權所有 不得轉載"
    r"|(?:Copyright\s?(?:©|\(c\)|\d{4})|©).{0,120}|All [Rr]ights [Rr]eserved\.?|版[權权]所有.{0,60}|未經.{0,6}授權.{0,10}[轉复複]載?.{0,10}"
    # "Download The Standard app to stay informed with news, updates, and significant events:" and its link
    r"|Download The Standard app.{0,160}|https?://\S{4,80}/appdownload"
    r"|More info here\. HKFP also welcomes.{0,200}|Support HKFP.{0,200}|Safeguard press freedom.{0,200}|Support Team HKFP.{0,300}|We accept most cards and PayPal.{0,200}"
    r"|Type of Story:.{0,300}|HKFP’s previous advertising partners\."
    r"|Dateline:.{0,80}|Help safeguard press freedom.{0,200}"
    # "■明報報料熱線﹕inews@mingpao.com / 9181 4676"
    r"|■?\s?明報報料熱線.{0,80}|■(?:歡迎回應|稿例|更多).{0,80}|[（(]?(?:明報)?即時新聞部[）)]?|發表評論|上\s?/\s?下一篇新聞"
    # "相關字詞﹕大埔宏福苑五級火 港澳辦", "標籤："
    # Ming Pao's day at the foot: "(2025-11-28)"; "資料來源：" alone; "（來源：…）", "來源：商台新聞"
    r"|[（(]\d{4}-\d{2}-\d{2}[）)]|資料來源[:：]|[（(]?(?:(?:圖片|图片|相片|照片)?(?:來源|来源)|稿源|稿件來源)\s?[:：﹕︰]\s?[^\n。！？?!，,：:；;（）()]{2,24}[）)]?"
    r"|(?:相關字詞|標籤|标签|关键词|關鍵詞|關鍵字|关键字)\s?[:：﹕︰][^。！？]{0,200}"
    # "#北部都會區 #基建"
    r"|(?:[#＃][^\s#＃,，。]{1,40}[\s,，]{0,3}){2,20}"
    # "↓↓大埔宏福苑發生五級火↓↓", "▼12月1日 市民大埔悼念宏福苑火災死難者▼"
    r"|[↓⇩▼▽].{0,80}[↓⇩▼▽]"
    # "立即下載App！", "立即下載「某某」新聞App：https://…"
    r"|立即下載.{0,40}(?:App|APP|應用程式)[^。，\n]{0,80}"
    # "外滙及黃金報價由路透社提供。期貨指數資料由天滙財經有限公司提供。"
    r"|外[滙匯]及黃金報價由路透社提供.{0,80}"
    # points-media.com's foot: its address, its editors' name, what it is not liable for
    r"|支持我們\s?[:：]\s?https?://\S{4,80}|棱角編輯部|免責聲明：以上為投稿讀者.{0,200}"
    # "更多新聞，請瀏覽東方日報網頁：" and its address
    r"|更多新聞，請瀏覽.{0,20}網頁\s?[:：]?|https?://orientaldaily\.on\.cc/?"
    r"|讀大公報PDF版面|香港商報PDF|即睇捐助入口"
    # "點擊圖片放大", "（按圖了解更多）", "請看下圖相簿："
    r"|[（(【+▼↓]{0,4}請?(?:點擊|點此|按此|按(?=[下上大]?圖)|看(?=下圖))[^。，！？\n]{0,20}(?:圖|圖輯|圖片|相|相片|相簿|看|睇|下載|放大|更多|詳情|了解|瀏覽)(?:App)?[：:]?[）)】+▼↓]{0,4}"
    r"|(?:[Ll]ast [Uu]pdated|最[後后]更新)\s?[:：]\s?.{5,40}"
    # "(Web editor: Xia Peiyao, Liang Jun)", "(Compiled by Feng Zhenglin, edited by Lou Qingqing)"
    r"|\((?:Web )?[Ee]ditors?:\s.{2,80}\)|\(Compiled by .{2,80}\)|Editor: ?huaxia|Produced by Xinhua Global Service|Video PlayerClose"
    # "(责编：岳弘彬、牛镛)", "【责任编辑：严玉洁】", "編輯：言淡", "【纠错】 责任编辑： 焦鹏"
    r"|(?:【纠错】\s?)?[（(【]?\s?(?:责编|責編|編輯|编辑|責任編輯|责任编辑)\s?[:：︰﹕]\s?[^\n。！？?!，,]{1,40}[）)】]?"
    # people.cn's special topics: "点击进入“文艺星青年”>>"
    r"|[点點][击擊](?:进入|進入|查看|阅读|閱讀|观看|觀看)[^。，！？\n]{1,40}"
    # "原标题：香港已安排巡检棚架", "《 人民日报 》（ 2025年11月30日 04 版）"
    r"|原[标標][题題]\s?[:：﹕︰].{2,160}|《\s?[^《》\n]{2,14}\s?》\s?[（(][^（）()\n]{4,40}版\s?[）)]"
    # people.cn's pages and galleries: "【1】【2】【3】【4】", "图集", "+6"
    r"|(?:【\d{1,2}】\s?){1,40}|图集|\+\d{1,3}"
    r"|Error loading player:.{0,80}|Search Trends|Content is automatically generated by Microsoft.{0,200}"
    r"|\((?:China Daily|HK Edition)[^)]{0,40}\d{2}/\d{2}/\d{4} page\s?\d{1,3}\)"
    # "分享让更多人看到", "分享到微信X"
    r"|分享(?:到|至|让更多人看到)?[:：]?(?:微信|微博|朋友圈|好友|連結|链接|文章|Facebook|WhatsApp|Telegram|Twitter|Weibo|X|[\s/、])*|返回頂部|返回顶部|掃描二維碼.{0,30}|扫描二维码.{0,30}|(?:扫一扫|掃一掃|掃碼|扫码).{0,20}|(?:查看|閱讀|了解)更多"
    r")",
)
# "以上是今日精選版面，點擊圖片鏈接看電子報，獲取更多精彩內容↓↓↓": points at what stands below, which is no text; not "受影響路段如下↓↓"
_POINTS_DOWN = re.compile(r"[點点][擊击此]|按此|即睇|立即|下[載载]|更多")
_DOWN = ("↓", "⇩", "▼", "▽")
# China Daily Hong Kong's: "RT Banner 2021V4.gif", "621x74 (2).gif"; "News> Hong Kong> Content", "Home / China / HK Macao"
_PICTURE_FILES = (".gif", ".jpg", ".jpeg", ".png", ".webp")
_TRAIL = re.compile(r"[\w ()\-]{1,60}\.(?:gif|jpe?g|png|webp)|(?:[\w&]{2,20}(?: [\w&]{1,20}){0,3}\s?>\s?){1,4}(?:Content|Photo|Text)|Home(?:\s?[/>]\s?[\w &]{2,24}){1,4}")
# The first characters a furniture line can have: one look spares most paragraphs the pattern.
_MAY_BE = frozenset("客請看查閱了列廣广©#版未資來来稿最訂更支棱免下{NEIPARWTCSMDBGLHVYFbhl(（【[-－+■明即發上相標关關标原《↓⇩▼▽立外讀香点點按完责編编責分返掃扫图圖照0123456789")
# Everything from here on is another article or the site's own lists and rules. Spaced out on bastillepost: "你 或 有 興 趣 的 文 章";
# Ming Pao's rules for those who send in an article: "■稿例" and five numbered lines
_CUT = re.compile(
    r"(?:往下看更多文章|更多文章|熱門文章|熱門新聞|其他熱爆話題|相關專題|猜你喜歡|猜你喜欢|编辑推荐|編輯推介|你\s?或\s?有\s?興\s?趣\s?的\s?文\s?章|■\s?稿例)[:：]?"
)
# "2025年11月26日 19:25 最後更新：11月27日 06:50" above the body: the page's dates, read elsewhere
_DATES = re.compile(
    r"(?:(?:發佈|發布|发布|最後更新|最后更新|更新)?(?:時間|时间)?\s?[:：]?\s?(?:\d{4}[年/.-])?\d{1,2}[月/.-]\d{1,2}日?\s{0,3}(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s{0,3}){1,2}"
)
# A day that is furniture only beside an end mark: it heads many a chronology, too
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s?(?:[（(]星期.[）)])?")
_END_MARKS = ("完", "（完）", "(完)")
# China Daily's writers sign with it: "kathyzhang@chinadailyhk.com"
_ADDRESS = r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4}"
_ADDRESSES = re.compile(rf"{_ADDRESS}(?:(?:,? and |, |; | ){_ADDRESS}){{0,5}}")
MIN_QUOTE = 25
# "香港特区行政长官会见媒体。香港特区政府新闻处供图": a caption in Chinese says as much in half the letters
MIN_CAPTION = 12
# In English a shorter line is a sub-head: "International Innovation and Technology Hub" in a speech that says these words again
MIN_ENGLISH_QUOTE = 50
# No article has more lines without a stop, or more letters; lists of them are not searched for boxes.
MAX_BOXES, MAX_SEARCHED = 300, 300_000
MAX_TITLE, MAX_TITLES = 120, 12
_NO_TITLE_ENDS = ("。", ".", "攝）", "攝)", "摄）", "摄)", "：", ":")
_STOPS = "。.!！?？”\"'’」』"


def read_body(paragraphs: Sequence[str], *, headline: str | None = None, captions: Sequence[str] = (), quotes: bool = True) -> Body:
    """What of a page's paragraphs is body.

    paragraphs  cleaned paragraphs in page order; headline: to drop its copy at the start; captions: a paragraph that is
    one of them whole, credit, closing stop and all, is its second copy (without the stop it is a sub-head of the same words)
    quotes      whether the text may have pull quotes: press releases have none, and say the same line of two days
    Keeps author notes, lead tags, datelines, sub-heads, "(AFP)"; anything uncertain stays.
    Example: read_body(["Text.", "ALSO READ: More", "NNNN"]).related == (RelatedLine("also-read", "More"),)
    """
    kept: list[str] = []
    related: list[RelatedLine] = []
    dropped: list[str] = []
    printed = {(fold(c), c[-1] in _STOPS) for c in captions if len(c) >= (MIN_QUOTE if c.isascii() else MIN_CAPTION)}
    title = fold(headline) if headline else None
    longest = 3 * len(headline or "") + 40  # no copy of the headline is longer, whatever its spaces and stops
    alone: list[tuple[int, RelatedLine, bool]] = []
    for at, text in enumerate(paragraphs):
        if len(head := text[:40].partition("\n")[0]) < 40 and _CUT.fullmatch(head):
            dropped.append(text)
            if kept:  # a list of the site's above the story cuts nothing
                dropped.extend(paragraphs[at + 1 :])
                break
        elif (line := read_related(text)) is not None:
            if line.title:
                titles = line.title.split("\n")
                own = titles[1:] if not all(_is_title(title) for title in titles) else []  # the story goes on under the title
                related.extend(RelatedLine(line.rel, title) for title in titles[: len(titles) - len(own)])
                if own:
                    kept.append("\n".join(own))
            else:
                alone.append((len(kept), line, not text.isascii() and text[-1] in "：:"))
                dropped.append(text)
        elif (
            _is_furniture(text, headed=bool(kept))
            or _ends_day(text, paragraphs[at - 1] if at else "", paragraphs[at + 1] if at + 1 < len(paragraphs) else "")
            or (title and len(kept) < 2 and len(text) < longest and _is_title_again(text, title))
            or (printed and len(text) < 800 and (fold(text), text[-1] in _STOPS) in printed)
        ):
            dropped.append(text)
        elif "\n" in text:
            text = _lines(text, related, dropped)
            if text:
                kept.append(text)
        else:
            kept.append(text)
    if alone:
        kept = _with_titles(kept, alone, related)
    if len(kept) > 1 and "@" in kept[-1] and _ADDRESSES.fullmatch(kept[-1]) and kept[-2][-1] in _STOPS:
        dropped.append(kept.pop())
    return Body(tuple(_without_quotes(kept, dropped) if quotes else kept), tuple(related), tuple(dropped))


def _is_furniture(text: str, *, headed: bool) -> bool:
    """Whether a whole paragraph or line is the site's and not the story's."""
    if not text or len(text) > 400:
        return not text
    if text[0] in _MAY_BE and _FURNITURE.fullmatch(text):
        return True
    if len(text) < 120 and text.endswith(_DOWN) and _POINTS_DOWN.search(text):
        return True
    if len(text) < 80 and (text.endswith(_PICTURE_FILES) or ">" in text or text.startswith("Home /")) and _TRAIL.fullmatch(text):
        return True
    return not headed and len(text) < 60 and _DATES.fullmatch(text) is not None


def _is_title_again(text: str, title: str) -> bool:
    """Whether a line is the headline's copy, with its flags or without: "SDEV visits site (with photos)" above a release of 2015."""
    return fold(text) == title or ((text[-1] in ")）】]" or text[0] in "（(【[") and fold(read_headline(text).text) == title)


def _ends_day(text: str, before: str, after: str) -> bool:
    """Whether a line is the day of a release's end: 完 ⏎ 2025年9月12日(星期五) ⏎ 香港時間16時00分."""
    return len(text) < 30 and (before in _END_MARKS or after.startswith(("香港時間", "香港时间"))) and _DAY.fullmatch(text) is not None


def _lines(text: str, related: list[RelatedLine], dropped: list[str]) -> str:
    """A paragraph of several lines: related lines lifted from among them, furniture dropped from its end."""
    lines = text.split("\n")
    after = ""
    while lines and (_is_furniture(lines[-1], headed=True) or _ends_day(lines[-1], lines[-2] if len(lines) > 1 else "", after)):
        after = lines.pop()
        dropped.append(after)
    kept = []
    for line in lines:
        found = read_related(line)
        if found is not None and found.title:
            related.append(found)
        else:
            kept.append(line)
    return "\n".join(kept)


def _with_titles(kept: list[str], alone: list[tuple[int, RelatedLine, bool]], related: list[RelatedLine]) -> list[str]:
    """A marker that stands alone at the end of the body takes the titles after it; in the middle, a Chinese one takes the title that follows.

    dotdotnews: "Related News:" and two headlines, a paragraph or a line each; skypost: "同場加映：", a headline, and the story goes on
    """
    for at, line, chinese in reversed(alone):
        titles = [title for text in kept[at : at + MAX_TITLES + 1] for title in text.split("\n")]
        if at and 0 < len(titles) <= MAX_TITLES and all(_is_title(text) for text in titles):
            related.extend(RelatedLine(line.rel, text) for text in titles)
            kept = kept[:at]
        elif at and titles and chinese and _is_title(kept[at]):
            related.append(RelatedLine(line.rel, kept.pop(at)))
        else:
            related.append(line)
    return kept


def _is_title(text: str) -> bool:
    """Whether a paragraph reads as another story's headline: one short line without a full stop, no author's note, no caption."""
    return 8 <= len(text) <= MAX_TITLE and "\n" not in text and text[0] != "（" and not text.endswith(_NO_TITLE_ENDS)


def _start(text: str) -> str:
    """What two copies of a paragraph surely share: the first letters of their keys, or the whole key of a short or odd one."""
    start = fold(text[:60])[:12]
    return start if len(start) == 12 else fold(text)[:12]


def _without_quotes(kept: list[str], dropped: list[str]) -> list[str]:
    """Without pull quotes: a paragraph that stands again, whole, in another; the copy inside the text stays."""
    if len(kept) < 3:
        return kept
    if not any(len(text) >= MIN_QUOTE and text[-1] not in _STOPS for text in kept) and len({_start(text) for text in kept}) == len(kept):
        return kept  # every paragraph begins in its own way, and none is a box
    keys = [fold(text) for text in kept]
    last = {key: at for at, key in enumerate(keys)}
    long = [at for at, key in enumerate(keys) if len(key) >= (MIN_ENGLISH_QUOTE if key.isascii() else MIN_QUOTE)]
    copies = {at for at in long if last[keys[at]] != at}
    # Inside a longer paragraph only what lacks its final stop is a box: a sentence may well be repeated.
    boxes = [at for at in long if len(keys[at]) < 400 and at not in copies and kept[at][-1] not in _STOPS]
    if boxes and len(boxes) <= MAX_BOXES:
        whole = "\n".join(key for at, key in enumerate(keys) if at not in copies)[:MAX_SEARCHED]
        copies.update(at for at in boxes if whole.count(keys[at]) > 1)
    dropped.extend(kept[at] for at in sorted(copies))
    return [text for at, text in enumerate(kept) if at not in copies]


def join(paragraphs: Sequence[str]) -> str:
    """Paragraphs as the record holds them: joined by a blank line."""
    return "\n\n".join(paragraphs)
