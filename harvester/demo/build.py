"""Makes the recorded site behind `make demo`: three days of three publishers, their real structure and our own words.

`python -m harvester.demo.build` writes day1, day2 and day3.warc.gz beside this file, the same bytes every time. Between the days one
release is rewritten under its old time, one is withdrawn (404 on two days), one page no layout knows, one is a challenge page.
"""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
GIA = "https://www.info.gov.hk/gia"
NEWS = "https://www.news.gov.hk"
CDHK = "https://www.chinadailyhk.com"
DAYS = {"day1": datetime(2024, 8, 1, 4, 0, tzinfo=UTC), "day2": datetime(2024, 8, 2, 4, 30, tzinfo=UTC), "day3": datetime(2024, 8, 3, 5, 0, tzinfo=UTC)}
Pages = dict[str, tuple[int, str, str]]  # address -> status, content type, body


def release(number: str, title: str, paragraphs: list[str], ends: str, issued: str, *, twin: str | None = None, chinese: bool = False,
            photos: tuple[tuple[str, str], ...] = (), attachment: tuple[str, str] | None = None) -> str:  # fmt: skip
    """A press release in the markup of 2016 to today: body span with the cloned photo column, footer and end mark inside it."""
    other = "hdrENLnk" if chinese else "hdrTCLnk"
    link = f'<a href="{twin}?fontSize=1"><img src="/gia/images/lang.png" class="hdrLnk b0" id="{other}"></a>' if twin else ""
    gallery = "".join(
        f'<a class="fancybox" data-fancybox-group="gallery" href="{url}" title="{escape(caption)}"><img src="{url[:-4]}t.jpg" alt="{escape(caption)}"></a>'
        for url, caption in photos
    )
    files = f'<h2 class="attTypeTitle1">Attachment</h2><a class="attach_text" href="{attachment[0]}">{attachment[1]}</a>' if attachment else ""
    column = f'<div id="rightContent" class="fontSize1">{"<h2 class=attTypeTitle1>Photo</h2>" if photos else ""}{gallery}{files}</div>'
    text = "<br>\n<br>\n".join(("" if n == 0 else "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;") + escape(p).replace("\n", "<br>\n") for n, p in enumerate(paragraphs))
    foot = (
        f'<div class="mB15 f15">完</div><div class="mB15 f15">{ends}<br>{issued}</div>'
        if chinese
        else f'<div class="mB15 f15">Ends/{ends}\n<br>\nIssued at HKT {issued}\n</div><div style="margin-top:10px;">NNNN</div>'
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title><meta property="og:title" content="{escape(title)}"></head><body>
<div id="header">{link}</div>
<div id="contentBody" class="row"><div class="colLeft resLeftContent">
<div class="fontSize1" id="PRHeadline"><span id="PRHeadlineSpan">{escape(title)}</span></div>
<div id="starBar" class="fontSize1"><span>*</span><span>*</span><span>*</span></div>
<span id="pressrelease" class="fontSize1">
{text}
<br><div class="controlDisplay2 resRightContent">{column}</div><div>&nbsp;</div>{foot}
</span>
<div class="btm_btn"><a href="/gia/general/today.htm" class="newAch">Today's Press Releases</a></div></div>
<div class="controlDisplay1 resRightContent">{column}</div></div>
<div id="footer">2024 | Important notices</div></body></html>"""


def index(links: list[tuple[str, str]]) -> str:
    """A day's index."""
    items = "".join(f'<li><a href="{href}">{escape(text)}</a></li>' for href, text in links)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Press Releases</title></head><body><div id="contentBody"><div class="leftBody"><ul>{items}</ul></div></div></body></html>'


def rss(title: str, items: list[tuple[str, str, str]]) -> str:
    """A feed of (link, title, pubDate)."""
    rows = "".join(f"<item><title>{escape(t)}</title><link>{u}</link><pubDate>{d}</pubDate></item>" for u, t, d in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(title)}</title><link>https://www.gov.hk/</link><description/>{rows}</channel></rss>'


def story(title: str, day: str, iso: str, paragraphs: list[str], picture: str, caption: str) -> str:
    """A news.gov.hk story."""
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title><meta name="keywords" content="{escape(title)}"><meta name="date" content="{iso}">
<meta property="og:title" content="{escape(title)}"></head><body><h1 class="news-title">{escape(title)}</h1><span class="news-date">{day}</span>
<div class="newsdetail-content mt-3"><figure><img src="{picture}"><figcaption>{escape(caption)}</figcaption></figure>{body}</div></body></html>"""


def piece(published: str, title: str, byline: str, lines: list[str]) -> str:
    """A China Daily Hong Kong article: plain paragraphs in the order of the text."""
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title><meta property="og:title" content="{escape(title)}"></head><body>
<ul class="menu"><li><a href="/hk">Hong Kong</a></li></ul><div class="main"><p>{published}</p><h1>{escape(title)}</h1><p>{escape(byline)}</p>{body}</div>
<div class="footer">Copyright</div></body></html>"""


GIA_PHOTO = "https://gia.info.gov.hk/general/202407/31/P2024073100701_photo_1.jpg"
EN1, TC1 = "/gia/general/202407/31/P2024073100701.htm", "/gia/general/202407/31/P2024073100702.htm"
EN2, TC2 = "/gia/general/202407/31/P2024073100801.htm", "/gia/general/202407/31/P2024073100803.htm"
EN3 = "/gia/general/202408/01/P2024080100210.htm"
TC3 = "/gia/general/202408/01/P2024080100211.htm"
EN_GONE = "/gia/general/202408/01/P2024080100333.htm"
EN_ODD = "/gia/general/202408/01/P2024080100444.htm"
EN_WALL = "/gia/general/202408/01/P2024080100555.htm"

SITE_EN = [
    "The Lands Department (LandsD) announced today (July 31) that a residential site in Kwu Tung North will be offered for sale by public tender in the fourth quarter.",
    "The site, of about 12 400 square metres, lies within walking distance of the future railway station. It forms part of the land supply for the Northern Metropolis.",
    "The tender documents will be available for inspection at the Lands Department's offices from September 2.",
]
SITE_ZH = [
    "地政總署今日（七月三十一日）公布，古洞北一幅住宅用地將於第四季以公開招標方式出售。",
    "該幅用地面積約一萬二千四百平方米，鄰近日後的鐵路站，屬北部都會區土地供應的一部分。",
    "招標文件將由九月二日起可供查閱。",
]
FUND_EN = [
    "The following is issued on behalf of the Hong Kong Monetary Authority:",
    "The seven-day interest rate corridor of the pilot scheme will be reviewed in October, a spokesperson said.",
    "Banks taking part have reported no difficulty so far.",
]
FUND_ZH = ["下稿代香港金融管理局發出：", "試行計劃的七天利率走廊將於十月檢討，發言人表示。", "參與銀行至今並無報告困難。"]
SPEECH_EN = [
    "Following is a speech by the Secretary for Development, Ms Bernadette Linn, at the opening of a construction site in Hung Shui Kiu today (August 1):",
    "Friends and colleagues,",
    "Good morning. The first pile goes into the ground today. Within eight years the district will have homes for some sixty thousand people, a park along the channel, and a tram.",
    "Works of this size succeed when each contractor knows what the next one needs.\nThat is why the plans are open.",
    "Thank you.",
]
SPEECH_ZH = [
    "以下是發展局局長甯漢豪今日（八月一日）在洪水橋工地動工儀式致辭全文：",
    "各位來賓：",
    "早晨。今日打下第一枝樁。八年之內，這區會有約六萬人的居所、沿渠公園和電車。",
    "多謝各位。",
]
GONE_EN = ["The Transport Department (TD) today (August 1) announced a trial of new bus lanes on Castle Peak Road.", "The trial begins on August 12 and lasts four weeks."]


def pages(day: str) -> Pages:
    """Everything the three sites answer on a day."""
    html, xml = "text/html; charset=utf-8", "text/xml; charset=utf-8"
    site: Pages = {f"https://{host}/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /private/\n") for host in ("www.info.gov.hk", "www.news.gov.hk", "www.chinadailyhk.com")}

    def add(url: str, body: str, kind: str = html, status: int = 200) -> None:
        site[url] = (status, kind, body)

    host = "https://www.info.gov.hk"
    photo = ((GIA_PHOTO, "The Director of Lands (second left) visits the site in Kwu Tung North today (July 31)."),)
    add(host + EN1, release("P2024073100701", "Kwu Tung North residential site to be tendered (with photo)", SITE_EN if day == "day1" else [*SITE_EN, "The closing date was corrected to October 4 after publication."],
                            "Wednesday, July 31, 2024", "16:30", twin=TC1, photos=photo, attachment=("/gia/files/annex.pdf", "Annex")))  # fmt: skip
    add(host + TC1, release("P2024073100702", "古洞北住宅用地將公開招標（附圖）", SITE_ZH, "2024年7月31日（星期三）", "香港時間16時30分", twin=EN1, chinese=True,
                            photos=((GIA_PHOTO, "地政總署署長（左二）今日（七月三十一日）視察古洞北用地。"),)))  # fmt: skip
    add(host + EN2, release("P2024073100801", "Pilot scheme to be reviewed", FUND_EN, "Wednesday, July 31, 2024", "18:05", twin=TC2))
    add(host + TC2, release("P2024073100803", "試行計劃將作檢討", FUND_ZH, "2024年7月31日（星期三）", "香港時間18時05分", twin=EN2, chinese=True))
    add(host + EN3, release("P2024080100210", "Speech by SDEV at Hung Shui Kiu ceremony", SPEECH_EN, "Thursday, August 1, 2024", "11:20", twin=TC3))
    add(host + TC3, release("P2024080100211", "發展局局長在洪水橋動工儀式致辭", SPEECH_ZH, "2024年8月1日（星期四）", "香港時間11時20分", twin=EN3, chinese=True))
    gone = release("P2024080100333", "Bus lane trial on Castle Peak Road", GONE_EN, "Thursday, August 1, 2024", "11:45")
    if day == "day1":
        add(host + EN_GONE, gone)
    else:
        add(host + EN_GONE, "<html><head><title>404</title></head><body>Not found</body></html>", status=404)
    add(host + EN_ODD, ODD_PAGE)
    add(host + EN_WALL, WALL_PAGE, status=403)
    first = [(EN2, "Pilot scheme to be reviewed"), (EN1, "Kwu Tung North residential site to be tendered (with photo)")]
    second = [(EN_WALL, "Works notice"), (EN_ODD, "Commissioner visits tunnel works"), (EN_GONE, "Bus lane trial on Castle Peak Road"), (EN3, "Speech by SDEV at Hung Shui Kiu ceremony")]
    add(f"{GIA}/general/202407/31.htm", index(first))
    add(f"{GIA}/general/202408/01.htm", index(second))
    add(f"{GIA}/general/202407/31c.htm", index([(TC2, "試行計劃將作檢討"), (TC1, "古洞北住宅用地將公開招標（附圖）")]))
    add(f"{GIA}/general/202408/01c.htm", index([(TC3, "發展局局長在洪水橋動工儀式致辭")]))
    for empty in ("202408/02.htm", "202408/02c.htm", "202408/03.htm", "202408/03c.htm"):
        add(f"{GIA}/general/{empty}", "not found", status=404)
    add(f"{GIA}/rss/general_en.xml", rss("Press releases", [(host + EN3, "Speech by SDEV at Hung Shui Kiu ceremony", "Thu, 01 Aug 2024 11:20:00 +0800")]), xml)
    add(f"{GIA}/rss/general_zh.xml", rss("新聞公報", [(host + TC3, "發展局局長在洪水橋動工儀式致辭", "Thu, 01 Aug 2024 11:20:00 +0800")]), xml)
    _news(add, xml)
    _china_daily(add)
    return site


def _news(add, xml: str) -> None:  # type: ignore[no-untyped-def]
    """news.gov.hk: two feeds with a story each, the others empty, and the month's archive."""
    path = "/eng/2024/07/20240731/20240731_101500_123.html"
    add(NEWS + path, story("Tunnel works reach half way", "July 31, 2024", "2024-07-31T10:15:00+08:00",
        ["Boring of the second tunnel of the trunk road has reached half way, the Highways Department said today.", "The road will link Yuen Long with the boundary and is part of the Northern Metropolis network.",
         "The department thanked residents for their patience."], "/eng/2024/07/20240731/20240731_101500_123/images/1.jpg", "Under way: Engineers inspect the cutter head."))  # fmt: skip
    path_tc = "/chi/2024/07/20240731/20240731_102000_456.html"
    add(NEWS + path_tc, story("隧道工程過半", "2024年7月31日", "2024-07-31T10:20:00+08:00",
        ["路政署今日表示，幹線第二條隧道的鑽挖工程已完成一半。", "幹線將連接元朗與邊境，屬北部都會區路網的一部分。"], "/chi/2024/07/20240731/20240731_102000_456/images/1.jpg", "工程師視察鑽挖機刀盤。"))  # fmt: skip
    stories = {"en": (NEWS + path, "Tunnel works reach half way"), "tc": (NEWS + path_tc, "隧道工程過半")}
    for short, long in (("en", "eng"), ("tc", "chi")):
        for category in ("infrastructure", "finance", "admin", "environment"):
            items = [(*stories[short], "Wed, 31 Jul 2024 10:15:00 +0800")] if category == "infrastructure" else []
            add(f"{NEWS}/{short}/categories/{category}/html/articlelist.rss.xml", rss(f"news.gov.hk {category}", items), xml)
        add(f"{NEWS}/{short}/common/html/topstories.rss.xml", rss("news.gov.hk top stories", [(*stories[short], "Wed, 31 Jul 2024 10:15:00 +0800")]), xml)
        for category in ("infrastructure", "finance", "admin", "environment"):
            for month in ("202407", "202408"):
                rows = (
                    f"<item><title>Tunnel works reach half way</title><generateHtmlPath>{path}</generateHtmlPath><eventDate>2024-07-31 10:15:00</eventDate></item>"
                    if (long, category, month) == ("eng", "infrastructure", "202407")
                    else ""
                )
                add(f"{NEWS}/jsp/NewsArticle.jsp?language={long}&category={category}&date={month}", f"<?xml version='1.0' encoding='UTF-8'?><news>{rows}</news>", xml)


def _china_daily(add) -> None:  # type: ignore[no-untyped-def]
    """chinadailyhk.com: the home page and a list, and two articles."""
    add(f"{CDHK}/hong-kong", "<html><head><title>404</title></head><body>Not found</body></html>", status=404)
    for path in ("", "hk"):
        add(f"{CDHK}/{path}", '<html><head><title>HK</title></head><body><ul><li><a href="/hk/article/588801">Delta line</a></li><li><a href="/hk/article/588802">Harbor walk</a></li></ul></body></html>')
    add(f"{CDHK}/hk/article/588801", piece(
        "Published: 10:05, August 1, 2024 | Updated: 12:40, August 1, 2024", "Rail link to shorten trips across the delta", "By Mei Lam in Hong Kong",
        ["Workers test a train of the new line at a depot in Shenzhen, on July 30, 2024. (JOY FONG / CHINA DAILY)",
         "HONG KONG – A rail link between Hung Shui Kiu and Qianhai will cut the trip to fifteen minutes, engineers said on Thursday.",
         "READ MORE: Shenzhen depot nears completion",
         "The line is one of several that tie the Northern Metropolis to the Greater Bay Area.",
         "Contact the writer at meilam@chinadailyhk.com"]))  # fmt: skip
    add(f"{CDHK}/hk/article/588802", piece(
        "Published: 09:00, August 1, 2024", "Harbor walk opens in two stages", "By China Daily",
        ["The promenade at Wan Chai opens its first stage this month, with shade, seats and a slope for boats.",
         "The second stage follows when the drainage works below it are done, planners said.",
         "Ferries keep their pier throughout. (PHOTO / HKSAR GOVT)"]))  # fmt: skip


ODD_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Commissioner visits tunnel works</title><meta property="og:title" content="Commissioner visits tunnel works">
<meta property="og:type" content="article"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Commissioner visits tunnel works",
"datePublished":"2024-08-01T09:40:00+08:00"}</script></head><body><header><a href="/">Home</a></header><main><h1>Commissioner visits tunnel works</h1><div class="story-text">
<p>The Commissioner for Transport visited the works of the Central Kowloon Bypass today (August 1) and spoke with the crews of the night shift.</p>
<p>She was shown the ventilation building, where the last of twelve fans was lifted into place, and the control room that will watch over the road.</p>
<p>The road is to open in stages from the end of next year. Drivers will cross the peninsula in five minutes instead of thirty.</p></div></main></body></html>"""
WALL_PAGE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head><body><div class="main-content">
<noscript>Enable JavaScript and cookies to continue</noscript></div><script>window._cf_chl_opt={};</script></body></html>"""


def write(day: str) -> Path:
    """One day's archive."""
    path = HERE / f"{day}.warc.gz"
    date = DAYS[day].strftime("%Y-%m-%dT%H:%M:%SZ")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, (status, kind, body) in pages(day).items():
            headers = StatusAndHeaders(f"{status} {'OK' if status == 200 else 'Not Found'}", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body.encode()), http_headers=headers,
                warc_headers_dict={"WARC-Date": date, "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, day + url)}>"},
            )  # fmt: skip
            writer.write_record(record)
    return path


if __name__ == "__main__":
    for name in DAYS:
        print(write(name))
