"""The normalizers' first table: forms that publishers really print."""

from __future__ import annotations

import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.normalize.body import read_body
from harvester.normalize.bylines import byline_in_text, merge, read_byline, read_names
from harvester.normalize.captions import is_caption, read_caption, same_caption
from harvester.normalize.datelines import read_dateline
from harvester.normalize.dates import plausible, read_date, split_stamps
from harvester.normalize.headline import read_headline
from harvester.normalize.issuer import read_issuer
from harvester.normalize.language import read_language
from harvester.normalize.related import read_related
from harvester.normalize.text import clean, flags, fold, mojibake, paragraphs
from harvester.normalize.topics import Vocabulary
from harvester.normalize.urls import canonical, join_url, path_hash
from tests.conftest import shared

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 2, 10, 0, tzinfo=HKT)

DATES = [
    ("Published: 09:45, December 21, 2023 | Updated: 15:06, December 21, 2023", "2023-12-21T09:45", "2023-12-21T15:06"),
    ("Published:00:50, October 20, 2021 Updated:15:48, October 20, 2021 By Paul Ng", "2021-10-20T00:50", "2021-10-20T15:48"),
    ("Published: 10:22pm, 27 Nov 2025Updated: 9:33am, 28 Nov 2025", "2025-11-27T22:22", "2025-11-28T09:33"),
    ("更新時間：17:28 2025-11-29 HKT發佈時間：01:25 2025-11-29 HKT", "2025-11-29T01:25", "2025-11-29T17:28"),
    ("香港時間 11月28日(五) 14:44更新 10:10建立", "2025-11-28T10:10", "2025-11-28T14:44"),
    ("香港時間 11月28日(五) 03:30", "2025-11-28T03:30", None),
    ("2025年11月26日 19:25 最後更新：11月27日 06:50", "2025-11-26T19:25", "2025-11-27T06:50"),
    ("2025年11月26日 19:25 最後更新：19:17", "2025-11-26T19:25", "2025-11-27T19:17"),
    ("2026-01-11 17:01 Last Updated At:01-12 01:27", "2026-01-11T17:01", "2026-01-12T01:27"),
    ("出版：2025-11-28 11:44更新：2025-11-29 19:20", "2025-11-28T11:44", "2025-11-29T19:20"),
    ("發佈 26.11.2025 21:41 最後更新 27.11.2025 01:45", "2025-11-26T21:41", "2025-11-27T01:45"),
    ("Source: Xinhua| 2021-04-12 22:51:11|Editor: huaxia", "2021-04-12T22:51", None),
    ("By Shadow Li | China Daily | Updated: 2019-03-13 09:21", None, "2019-03-13T09:21"),
    ("2025年11月26日20:36 | 来源：新华社222", "2025-11-26T20:36", None),
    ("2025-11-27 HKT 18:55", "2025-11-27T18:55", None),
    ("26-11-2025 19:30 HKT", "2025-11-26T19:30", None),
    ("Monday, February 18, 2019, 12:49", "2019-02-18T12:49", None),
    ("PUBLISHED : Saturday, 27 October, 2018, 5:19pm", "2018-10-27T17:19", None),
    ("Ends/Tuesday, June 21, 2022 Issued at HKT 20:16", "2022-06-21T20:16", None),
    ("完 2025年9月12日（星期五） 香港時間16時00分", "2025-09-12T16:00", None),
    ("Wed Jun 25 19:29:33 HKT 2025", "2025-06-25T19:29", None),
    ("2025-11-26T18:50:08+00:00", "2025-11-27T02:50", None),
    ("1764223881000", "2025-11-27T14:11", None),
    ("202511262301", "2025-11-26T23:01", None),
    ("二○二五年九月二十三日", "2025-09-23T00:00", None),
    ("115年11月22日", "2026-11-22T00:00", None),
    ("2569-05-17", "2026-05-17T00:00", None),
    ("昨日 23:16", "2025-12-01T23:16", None),
    ("14小時前", "2025-12-01T20:00", None),
    ("03/04/2026", "2026-04-03T00:00", None),
    ("2023", None, None),
    ("15:06", None, None),
    ("32/13/2026", None, None),
    ("9999-12-31T23:59:60Z", None, None),
]


@pytest.mark.parametrize(("text", "published", "updated"), DATES)
def test_dates(text: str, published: str | None, updated: str | None) -> None:
    stamps = split_stamps(text)
    first = read_date(stamps.published or "", zone=HKT, now=NOW)
    second = read_date(stamps.updated or "", zone=HKT, now=NOW, after=first.value if first else None)
    assert (first and first.value.isoformat()[:16]) == published
    assert (second and second.value.isoformat()[:16]) == updated
    assert all(m is None or m.value.utcoffset() == NOW.utcoffset() for m in (first, second))


def test_dates_that_cannot_be() -> None:
    future = read_date("2099-01-01 10:00", zone=HKT, now=NOW)
    assert future is not None
    assert not plausible(future, now=NOW)


BYLINES = [
    ("By Wang Zhan in Hong Kong", [("Wang Zhan", "person", "writer", "Hong Kong")]),
    ("By GANG WEN in Hong Kong", [("Gang Wen", "person", "writer", "Hong Kong")]),
    ("By China Daily", [("China Daily", "organization", "writer", None)]),
    ("Edith LinandLeopold Chen", [("Edith Lin", "person", "writer", None), ("Leopold Chen", "person", "writer", None)]),
    ("By Hans Tse, Hillary Leung and James Lee.", [("Hans Tse", "person", "writer", None), ("Hillary Leung", "person", "writer", None), ("James Lee", "person", "writer", None)]),
    ("News Service by AFP", [("AFP", "organization", "writer", None)]),
    ("Additional reporting by Lam Ka-sing", [("Lam Ka-sing", "person", "contributor", None)]),
    ("記者：郭詠欣攝影：劉駿軒", [("郭詠欣", "person", "writer", None), ("劉駿軒", "person", "photographer", None)]),
    ("撰文：李穎霖 陳萃屏 勞顯亮", [("李穎霖", "person", "writer", None), ("陳萃屏", "person", "writer", None), ("勞顯亮", "person", "writer", None)]),
    ("（大公文匯網記者 盧靜怡 廣州報道）", [("盧靜怡", "person", "writer", "廣州")]),
    ("新华社香港11月27日电（记者王茜）", [("王茜", "person", "writer", "香港")]),
    ("編輯：言淡", [("言淡", "person", "editor", None)]),
    ("（綜合報道）", []),
    ("文／黃永光", [("黃永光", "person", "writer", None)]),
    ("作者：白影 （港菲混血兒)", [("白影", "person", "writer", None)]),
    ("作者：陳大文（大學講師）", [("陳大文", "person", "writer", None)]),
    ("文：李明（記者）", [("李明", "person", "writer", None)]),
]


@pytest.mark.parametrize(("text", "names"), BYLINES)
def test_bylines(text: str, names: list[tuple[str, str, str, str | None]]) -> None:
    assert [tuple(n) for n in read_byline(text).names] == names


def test_names_given_as_data() -> None:
    assert [n.name for n in read_names(["Anna Lee, Bob Chan and Carol Ng", "admin", "x@y.hk"])] == ["Anna Lee", "Bob Chan", "Carol Ng"]
    assert [n.kind for n in read_names(["The Standard 英文虎報"])] == ["organization"]


def test_bylines_inside_the_text() -> None:
    byline, only = byline_in_text(["新华社香港11月30日电（黄茜恬）正文"], ["正文完。", "編輯：西音"])
    assert [n.name for n in byline.names] == ["黄茜恬", "西音"]
    assert only == {"編輯：西音"}
    assert [n.name for n in merge(byline, read_byline("By China Daily")).names] == ["黄茜恬", "西音"]


CAPTIONS = [
    ("Lee in Beijing on Dec 20, 2023. (PHOTO / HKSAR GOVT)", "Lee in Beijing on Dec 20, 2023.", "PHOTO / HKSAR GOVT", None, "HKSAR Government", "2023-12-20"),
    ("Clouds on Aug 16, 2023. (SHAMIM ASHRAF / CHINA DAILY)", "Clouds on Aug 16, 2023.", "SHAMIM ASHRAF / CHINA DAILY", "Shamim Ashraf", "China Daily", "2023-08-16"),
    ("Hi. Photo: Kyle Lam/HKFP.", "Hi.", "Kyle Lam/HKFP", "Kyle Lam", "HKFP", None),
    ("某人（麥偉康攝）", "某人", "麥偉康攝", "麥偉康", None, None),
    ("Building (File Photo)", "Building", "File Photo", None, None, None),
    ("X. File photo: Xinhua", "X.", "Xinhua", None, "Xinhua", None),
    ("現場\\大公報記者林良堅攝", "現場", "大公報記者林良堅攝", "林良堅", "大公報", None),
    ("圖1之1 - 某人（馮凱鍵攝）", "某人", "馮凱鍵攝", "馮凱鍵", None, None),
    ("Mrs Lam (left)", "Mrs Lam (left)", None, None, None, None),
    ("新聞圖片", None, None, None, None, None),
    ("圖為3時40分所攝", "圖為3時40分所攝", None, None, None, None),
]


@pytest.mark.parametrize(("text", "caption", "credit", "photographer", "agency", "taken"), CAPTIONS)
def test_captions(text: str, caption: str | None, credit: str | None, photographer: str | None, agency: str | None, taken: str | None) -> None:
    assert tuple(read_caption(text)) == (caption, credit, photographer, agency, taken)


def test_captions_among_paragraphs() -> None:
    assert is_caption("A view of Kwu Tung. (ADAM LAM / CHINA DAILY)")
    assert not is_caption("He declined to comment. (AFP)")
    assert not is_caption("他說。（點新聞記者劉鴻霖報道）")
    assert same_caption("A view of the harbour at night", "A view of the harbour at night.")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("HONG KONG – The plan", "Hong Kong"),
        ("HONG KONG, April 12 (Xinhua) -- In", "Hong Kong"),
        ("新华社香港11月28日电", "香港"),
        ("22nd February 2024 – (Hong Kong) Xia", "Hong Kong"),
        ("COVID-19 – new cases", None),
        ("MTR - a train", None),
    ],
)
def test_datelines(text: str, place: str | None) -> None:
    found = read_dateline(text)
    assert (found and found.place) == place


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("The following is issued on behalf of the Hong Kong Monetary Authority:", "Hong Kong Monetary Authority"),
        ("Following is a speech by the Secretary for Development, Ms Bernadette Linn, at a site today (August 1):", "Secretary for Development"),
        ("The Lands Department (LandsD) announced today (December 21) that a site", "Lands Department"),
        ("A spokesman for the Town Planning Board said today", "Town Planning Board"),
        ("An Education Bureau (EDB) spokesman today (November 28) said that", "Education Bureau"),
        ("In view of the storm, at noon, the Tai Po District Office (TPDO) today (November 26) has opened", "Tai Po District Office"),
        ("An investigation goes on. The Development Bureau (DEVB), together with the Buildings Department (BD), met with the industry", "Development Bureau"),
        ("In line with the Policy Address, the Town Planning Board (TPB) report of 2021 is out.", None),
        ("運輸署今日（一月二十二日）公布，", "運輸署"),
        ("Following is a question by the Hon X and a written reply by the Secretary for Innovation, Technology and Industry, Professor Sun Dong, in the Legislative Council", "Secretary for Innovation, Technology and Industry"),
        ("Following is the speech by the Secretary for Culture, Sports and Tourism, Miss Rosanna Law, at a ceremony", "Secretary for Culture, Sports and Tourism"),
        ("Following is the speech by the Chief Executive, Mr John Lee, at a ceremony and a dinner", "Chief Executive"),
        ("The Chief Secretary for Administration of the Government of the HKSAR (HKSAR), Mr Chan Tai-man, opened", "Chief Secretary for Administration"),
        ("The Task Force for Collaboration on the Northern Metropolis Development Strategy held its first session", "Task Force for Collaboration on the Northern Metropolis Development Strategy"),
        ("The Centre for Health Protection (CHP) of the Department of Health (DH) today (November 28) reported", "Centre for Health Protection"),
        ("The Independent Commission Against Corruption (ICAC) today charged", "Independent Commission Against Corruption"),
        ("发展局局长甯汉豪明日(三月二十五日)启程", "发展局局长"),
        ("教育局发言人今日（十一月二十八日）表示", "教育局"),
        ("以下为发展局局长甯汉豪今日的开场发言：", "发展局局长"),
        ("行政长官会同行政会议已核准大纲草图", "行政长官会同行政会议"),
        ("醫務衞生局局長盧寵茂教授今日（十一月二十八日）", "醫務衞生局局長"),
        ("選舉管理委員會主席陸啟康法官今日", "選舉管理委員會主席"),
        ("漁農自然護理署(漁護署)今日", "漁農自然護理署"),
        ("香港天文台今日", "香港天文台"),
        ("政府發言人今日表示", None),
        ("下稿代立法會秘書處發出：", "立法會秘書處"),
        ("下稿代表醫院管理局發出：", "醫院管理局"),
        ("以下為醫院管理局今日（十一月二十七日）發出的新聞稿：", "醫院管理局"),
        ("以下新闻稿由香港房屋委员会发出：", "香港房屋委员会"),
        ("以下是行政長官李家超今日（十一月二十七日）發出的聲明：", "行政長官"),
        ("警方今日（十一月二十七日）封閉碼頭", "警方"),
        ("因應碼頭維修，大埔民政事務處（大埔民政處）今日（十一月二十六日）開放", "大埔民政事務處"),
        ("就碼頭昨日（十一月二十六日）停用，教育局今日（十一月二十七日）表示", "教育局"),
        ("因應碼頭維修，有關部門包括運輸署今日會面", None),
        ("政務司副司長卓永興聯同民政及青年事務局局長麥美娟今日（十一月二十九日）會見傳媒。", "政務司副司長"),
        ("香港駐倫敦經濟貿易辦事處（駐倫敦經貿辦）十一月二十六日（倫敦時間）舉行酒會", "香港駐倫敦經濟貿易辦事處"),
        ("The Hong Kong Economic and Trade Office, London (London ETO) held a reception", "Hong Kong Economic and Trade Office, London"),
        ("The Drainage Services Department (DSD) awarded a contract", "Drainage Services Department"),
        ("The Government announced today that", None),
        ("The weather was fine.", None),
    ],
)
def test_issuers(text: str, issuer: str | None) -> None:
    assert read_issuer("", [text]) == issuer


def test_an_issuer_in_the_headline() -> None:
    assert read_issuer("Home Affairs Department to set up condolence points", ["In memory of the victims, points will be set up."]) == "Home Affairs Department"
    assert read_issuer("Mourning arrangements", ["Arrangements have been made:", "Flags fly at half-mast.", "The Chief Executive, Mr John Lee, will attend."]) is None
    assert read_issuer("Public Service Commission Annual Report released", ["It is out."]) is None


def test_headlines() -> None:
    assert read_headline("Rates relief (with photos) - RTHK", site_names=("RTHK",)).text == "Rates relief"
    assert read_headline("大埔宏福苑五級火 (23:04)").time == "23:04"
    assert read_headline("某事(羅泳思報道)").byline == "羅泳思報道"
    assert read_headline("LCQ7: Land (2) (with photos/video)").text == "LCQ7: Land (2)"


def test_related_lines() -> None:
    assert read_related("ALSO READ: Chan: It's vital") == ("also-read", "Chan: It's vital")
    assert read_related("相關新聞：某事") == ("related", "某事")
    assert read_related("Video shows a crane falling") is None
    assert read_related("Related to this, he said") is None


def test_bodies() -> None:
    quote = "The city will have homes for sixty thousand people within eight years"
    body = read_body(["Title here", "HONG KONG – Text.", quote, f"{quote}, he said.", "READ MORE: Else", "NNNN", "編輯：西音", "往下看更多文章", "Next story"], headline="Title here")
    assert body.paragraphs == ("HONG KONG – Text.", f"{quote}, he said.")
    assert body.related == (("read-more", "Else"),)
    assert "Next story" in body.dropped


def test_text() -> None:
    assert clean("\u200bTai\u00a0Po  fire\u202e ") == "Tai Po fire"
    assert paragraphs(["One\ntwo\n\n*****", "three"]) == ["One\ntwo", "three"]
    assert flags("a\u202eb\ufffd") == {"bidi", "replacement"}
    assert mojibake("å¤§åŸ”å®\x8fç¦\x8f")
    assert not mojibake("大埔宏福苑 café")
    assert fold("Hello, World。") == "helloworld"


def test_language() -> None:
    assert read_language("發展局今日公布北都") == "zh-Hant-HK"
    assert read_language("发展局今日公布北都计划") == "zh-Hans-CN"
    assert read_language("The plan for the northern districts") == "en"
    assert read_language("123", default="en") == "en"


def test_urls() -> None:
    assert canonical("HTTP://News.RTHK.hk:80/a.htm?archive_date=2025-12-01#x") == "https://news.rthk.hk/a.htm"
    assert canonical("https://x.hk/a/../b?utm_source=q&id=7") == "https://x.hk/b?id=7"
    assert canonical("https://x.hk/新聞") == canonical("https://x.hk/%e6%96%b0%E8%81%9E")
    assert join_url("https://a.hk/x/", "../y") == "https://a.hk/y"
    assert [join_url("https://a.hk/", bad) for bad in ("javascript:x", "data:,x", "http://[::bad", "mailto:a@b", "", None, "x" * 3000)] == [None] * 7
    assert join_url("https://a.hk/", "https://u:p@b.hk/z") == "https://b.hk/z"
    assert len(path_hash("https://x.hk/a")) == 16


def test_topics_of_the_seed() -> None:
    want = json.loads(shared("design", "record-example.json").read_text("utf-8"))
    assert Vocabulary.load().find(want["headline"], want["body"]) == want["provenance"]["topic_terms"]


def test_topics() -> None:
    find = Vocabulary.load().find
    assert find("", "The mtr of it") == {}
    assert list(find("", "新田科技城位於北部都會區")) == ["northern-metropolis"]
    assert find("Belt and Road in brief", "") != {}
    assert find("", "First.\n\nMuch later the Belt and Road was named.") == {}


ANY = st.text(max_size=400)


@given(ANY)
@settings(max_examples=150, deadline=None)
def test_total_and_tidy(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    stamps = split_stamps(text)
    for piece in (text, stamps.published or "", stamps.updated or ""):
        read_date(piece, zone=HKT, now=NOW, after=NOW, hint=NOW.date())
    byline = read_byline(text)
    assert all(n.name for n in byline.names)
    caption = read_caption(text)
    assert caption.caption is None or set(caption.caption) <= set(text)
    byline_in_text([text], [text])
    read_names([text])
    read_headline(text, site_names=("RTHK",))
    read_related(text)
    read_dateline(text)
    read_issuer(text, [text])
    read_body(paragraphs([text]))
    read_language(text)
    canonical(canonical(text))
    join_url("https://x.hk/", text)


BAIT = ["(" * 50_000, "（" * 50_000, " " * 60_000 + "x", "1" * 100_000, "A " * 50_000 + "!", "攝" * 50_000, "、" * 50_000, "Photo: " * 8_000, "月" * 50_000, "By " + "Aa " * 20_000, "記者" * 30_000, "<" * 50_000]


@pytest.mark.parametrize("bait", BAIT, ids=lambda b: f"{b[:6]!r}x{len(b)}")
def test_no_text_is_slow(bait: str) -> None:
    start = time.process_time()
    split_stamps(bait)
    read_date(bait, zone=HKT, now=NOW)
    read_byline(bait)
    read_names([bait])
    byline_in_text([bait], [bait])
    read_caption(bait)
    is_caption(bait)
    read_headline(bait, site_names=("RTHK",))
    read_related(bait)
    read_dateline(bait)
    read_issuer(bait, [bait])
    read_body(paragraphs([bait]))
    clean(bait)
    assert time.process_time() - start < 6
