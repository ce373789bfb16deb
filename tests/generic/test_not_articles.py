"""Pages that are no articles are refused and the reason says what they are; short articles are kept."""

from __future__ import annotations

from datetime import datetime

import pytest

from harvester.commands.read import Reader
from harvester.items import Reject
from harvester.sources import Catalogue

FETCHED = datetime.fromisoformat("2026-03-02T19:50:00+08:00")
HOST = "https://www.quay.example"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue([]))


def page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


NAV = "<nav><a href='/'>Home</a><a href='/hk'>Hong Kong</a><a href='/login'>Log in</a></nav>"
TEASERS_EN = [
    ("Ferry fares to rise in April", "The company said that adult fares would go up by one dollar, while the old and the young would pay what they pay today."),
    ("Pier that fell down is rebuilt", "The pier at Ha Pak Nai, which a typhoon took in 2023, opens again on Saturday with a longer roof and a ramp."),
    ("Council looks for a new clerk", "The rural council has asked for names before the end of the month; the last clerk served it for thirty-one years."),
    ("Herons come back to the ponds", "Counters saw four hundred birds in one morning, the most since 2011, and nearly half of them were egrets."),
    ("Bus route 77 gets a second deck", "From May the busiest route of the shore will be run by double-deckers, the company said after a trial."),
    ("School wins the dragon boat race", "The girls of Lau Fau Shan beat eleven crews on Sunday and take the cup home for the third year in a row."),
    ("Market hall to close for repairs", "Stall holders move to the football ground for nine months while the roof and the drains are made new."),
    ("Oyster farmers ask for a subsidy", "Warm water killed a third of last year's spat, and farmers say that a second such summer would finish them."),
]
TEASERS_ZH = [
    ("輪渡四月加價", "輪渡公司宣布，由四月一日起調整票價，成人票價上調一元，長者及兒童票價維持不變。"),
    ("倒塌碼頭重開", "下白泥碼頭於二○二三年遭颱風吹塌，周六重開，新碼頭加設上蓋及無障礙通道。"),
    ("鄉議會招聘書記", "鄉議會月底前接受報名，上任書記服務三十一年後退休，村民設宴歡送。"),
    ("蒼鷺重臨魚塘", "觀鳥人士一個早上數到四百隻，為二○一一年以來最多，當中近半是白鷺。"),
    ("七十七號巴士改雙層", "巴士公司試行後決定，由五月起以雙層巴士行走沿岸最繁忙路線。"),
    ("龍舟賽本地學校奪冠", "流浮山女學生周日擊敗十一隊，連續第三年捧盃而回，校長大讚。"),
    ("街市維修關閉九個月", "檔販將遷往球場臨時營業，上蓋及渠道全面更新，料明年初完工。"),
    ("蠔農促發放津貼", "去年水溫偏高，三分之一蠔苗死亡，蠔農稱再來一個炎夏便會結業。"),
]


def cards(teasers: list[tuple[str, str]], day: str = "2 Mar 2026") -> str:
    return "".join(f"<article class='card'><a href='/n/{n}'><h3>{t}</h3></a><time>{day}</time><p>{x}</p></article>" for n, (t, x) in enumerate(teasers))


def links(teasers: list[tuple[str, str]]) -> str:
    return "<ul>" + "".join(f"<li><a href='/n/{n}.html'>{t}</a><span>2026-03-02</span></li>" for n, (t, _x) in enumerate(teasers)) + "</ul>"


LIST = "a list of articles"
# name -> (address, markup, what the reason must say; None: it is an article)
PAGES: dict[str, tuple[str, str, str | None]] = {
    "category_of_cards": (f"{HOST}/category/shore", page("Shore - The Quay", NAV + f"<h1>Shore</h1><div class='list'>{cards(TEASERS_EN)}</div>"), LIST),
    "category_zh": (f"{HOST}/zh/local", page("本地 | 碼頭報", f"<h1>本地新聞</h1><div class='list'>{cards(TEASERS_ZH, '2026-03-02')}</div>", lang="zh-Hant"), LIST),
    "tag": (f"{HOST}/tag/bridge/", page("bridge Archives - The Quay", NAV + f"<h1>Tag: bridge</h1>{cards(TEASERS_EN[:5])}<div class='pagination'>1 2 3</div>"), LIST),
    "search": (f"{HOST}/?s=ferry", page("You searched for ferry - The Quay", NAV + f"<h1>Search results for: ferry</h1>{cards(TEASERS_EN[:4])}"), LIST),
    "home": (f"{HOST}/", page("The Quay", NAV + f"<h2>Top stories</h2>{cards(TEASERS_EN)}<h2>Sport</h2>{links(TEASERS_EN)}"), LIST),
    "home_zh": (f"{HOST}/index.html", page("碼頭報 - 首頁", f"<div class='focus'>{cards(TEASERS_ZH[:4], '2026-03-02')}</div><div>{links(TEASERS_ZH)}</div>", lang="zh-Hant"), LIST),
    "links_only": ("http://www.qianhai.example/yw/index.htm", page("要闻_前海网", f"<div class='path'>要闻</div>{links(TEASERS_ZH)}<div>首页 上一页 1 2 3 下一页 尾页</div>", lang="zh-CN"), LIST),
    "blog_index": (f"{HOST}/blog", page("Blog", "".join(f"<article class='post'><h2 class='entry-title'><a href='/b/{n}'>{t}</a></h2><div class='entry-content'><p>{x} {x}</p><a href='/b/{n}'>Continue reading</a></div></article>" for n, (t, x) in enumerate(TEASERS_EN))), LIST),
    "author_page": (f"{HOST}/author/mona", page("Mona Yip, Author at The Quay", NAV + f"<h1>Mona Yip</h1><p>Mona writes about mud and birds.</p>{cards(TEASERS_EN[:6])}"), LIST),
    "site_map": (f"{HOST}/sitemap.html", page("Site map - The Quay", "<h1>Site map</h1>" + "".join(f"<h2>{t}</h2>{links(TEASERS_EN)}" for t, _x in TEASERS_EN[:4])), LIST),
    "login": (f"{HOST}/account", page("The Quay", "<h1>Sign in</h1><form action='/session' method='post'><input name='u'><input type='password' name='p'><button>Sign in</button></form><p>No account yet? Register.</p>"), "login wall"),
    "soft_404": (f"{HOST}/n/9", page("The Quay", NAV + "<h1>Page not found</h1><p>We could not find what you were looking for. It may have moved, or it may never have been there.</p>"), "not found page"),
    "soft_404_zh": (f"{HOST}/n/9", page("碼頭報", "<div class='err'><h2>抱歉，您訪問的頁面不存在</h2><p>請檢查網址，或返回首頁。</p></div>", lang="zh-Hant"), "not found page"),
    "soft_404_with_teasers": (f"{HOST}/n/9", page("Page not found | The Quay", NAV + f"<h1>Oops! That page can’t be found.</h1><p>Try one of these.</p>{cards(TEASERS_EN)}"), "not found page"),
    "soft_404_hans": (f"{HOST}/n/9", page("提示信息", "<div class='msg'><p>您访问的文章不存在或已被删除</p><p><a href='/'>返回首页</a></p></div>", lang="zh-CN"), "not found page"),
    "shell": (f"{HOST}/n/10", page("The Quay", "<div id='root'></div><script src='/app.js'></script>"), "empty without JavaScript"),
    "shell_vue": (f"{HOST}/n/10", page("碼頭報", "<noscript><strong>We're sorry but quay doesn't work properly without JavaScript enabled. Please enable it to continue.</strong></noscript><div id=app></div><script src=/js/a.js></script>"), "empty without JavaScript"),
    "shell_with_frame": (f"{HOST}/n/10", page("The Quay", NAV + "<main><div class='skeleton'></div></main><footer>© The Quay 2026. All rights reserved. Privacy. Terms.</footer><script src='/app.js'></script>"), "empty without JavaScript"),
    "empty": (f"{HOST}/n/11", "<html><body></body></html>", "empty page"),
    "server_error": (f"{HOST}/n/12", page("Server Error in '/' Application.", "<h1>Server Error in '/' Application.</h1><h2><i>Object reference not set to an instance of an object.</i></h2><b>Description: </b>An unhandled exception occurred during the execution of the current web request."), "server error"),
    "database_error": (f"{HOST}/n/12", page("Database Error", "<h1>Error establishing a database connection</h1>"), "server error"),
    "cookie_wall": (f"{HOST}/n/13", page("The Quay", "<div class='cmp'><h1>We value your privacy</h1><p>We and our 812 partners store and access information on a device, such as cookies, and process personal data.</p><button>Accept all</button></div>"), "consent wall"),
    "challenge": (f"{HOST}/n/14", page("www.quay.example", "<h1>www.quay.example</h1><h2>Verify you are human by completing the action below.</h2><p>www.quay.example needs to review the security of your connection before proceeding.</p><script>window._cf_chl_opt={}</script>"), "challenge"),
    "waf_zh": (f"{HOST}/n/14", page("访问验证", "<p>为了您的安全，请完成以下验证后继续访问。</p><div id='nc_1'></div><script src='/aliyun_waf.js'></script>"), "captcha"),
    "blocked_zh": (f"{HOST}/n/14", page("405", "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"), "access denied"),
    "frameset": (f"{HOST}/old/", "<html><head><title>The Quay</title></head><frameset cols='20%,80%'><frame src='menu.htm'><frame src='main.htm'><noframes>Your browser does not support frames.</noframes></frameset></html>", "frames"),
    "feed": (f"{HOST}/feed", '<?xml version="1.0"?><rss version="2.0"><channel><title>The Quay</title><item><title>Ferry fares</title><link>/n/1</link><description>The company said that adult fares would go up.</description><pubDate>Mon, 02 Mar 2026 08:00:00 +0800</pubDate></item></channel></rss>', "a feed"),
    "sitemap_xml": (f"{HOST}/sitemap.xml", '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.quay.example/n/1</loc><lastmod>2026-03-02</lastmod></url></urlset>', "a sitemap"),
    "gallery_without_text": (f"{HOST}/gallery/3", page("Photos: a day on the bay | The Quay", NAV + "<h1>Photos: a day on the bay</h1><time>2 March 2026</time>" + "".join(f"<figure><img src='/g/{n}.jpg'></figure>" for n in range(8))), "pictures without text"),
    "pdf_viewer": (f"{HOST}/pdf/viewer?file=a.pdf", page("a.pdf", "<div id='outerContainer'><div id='toolbar'><button>Previous</button><button>Next</button></div><div id='viewerContainer'><div id='viewer' class='pdfViewer'></div></div></div><script src='/pdf.js'></script>"), "empty without JavaScript"),
    # articles, however short
    "flash_zh": (f"{HOST}/n/20", page("快訊：新橋撥款獲通過 - 碼頭報", "<h1>快訊：新橋撥款獲通過</h1><span class='time'>2026-03-02 18:02</span><div class='content'><p>立法會財務委員會下午六時通過后海灣新橋一百一十八億元撥款。</p></div>", lang="zh-Hant"), None),
    "flash_hans": ("http://www.qianhai.example/kx/1.htm", page("快讯_前海网", "<div class='kx'><h1>后海湾新桥拨款获通过</h1><p class='info'>2026年03月02日 18:02　来源：前海网</p><p>【快讯】后海湾新桥一百一十八亿元拨款下午六时获通过，工程第二季度开工。</p></div>", lang="zh-CN"), None),
    "flash_en": (f"{HOST}/n/21", page("Bridge money approved | The Quay", NAV + "<h1>Bridge money approved</h1><p class='date'>2 March 2026, 18:02</p><p>Lawmakers approved HK$11.8 billion for the Deep Bay bridge on Monday evening.</p>"), None),
    "article_with_many_teasers": (f"{HOST}/n/22", page("Bridge money approved | The Quay", NAV + f"<article><h1>Bridge money approved</h1><p class='date'>2 March 2026, 18:02</p><div class='body'><p>Lawmakers approved HK$11.8 billion for the Deep Bay bridge on Monday evening, after a debate of nine hours.</p><p>Work begins in the second quarter, the transport bureau said.</p></div></article><section class='grid'>{cards(TEASERS_EN)}</section>"), None),
    "round_up": (f"{HOST}/n/23", page("Five things to know on Monday | The Quay", NAV + "<article><h1>Five things to know on Monday</h1><p class='date'>2 March 2026, 07:00</p>" + "".join(f"<h2>{t}</h2><p>{x}</p>" for t, x in TEASERS_EN[:5]) + "</article>"), None),
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page(reader: Reader, name: str) -> None:
    url, markup, why = PAGES[name]
    record = reader.read(markup.encode(), url, FETCHED)
    reasons = record.reasons if isinstance(record, Reject) else []
    assert any(why in reason for reason in reasons) if why else not reasons, (reasons, record.headline, record.body)
