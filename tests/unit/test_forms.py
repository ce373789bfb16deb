"""More forms that publishers print: bylines, credits and dates, each read by a person once."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from harvester.normalize.bylines import byline_in_text, merge, read_byline, read_names
from harvester.normalize.captions import is_caption, read_caption
from harvester.normalize.dates import read_date, split_stamps
from harvester.normalize.names import is_person, title_case

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 2, 10, 0, tzinfo=HKT)

BYLINES = [
    ("Monday, February 18, 2019, 12:49 By Kathy Zhang", ["Kathy Zhang"], None, None),
    ("By Shadow Li | China Daily | Updated: 2019-03-13 09:21", ["Shadow Li"], None, "China Daily"),
    ("By ZHANG YI | CHINA DAILY | Updated: 2022-03-08 09:56", ["Zhang Yi"], None, "China Daily"),
    ("Xinhua | Updated: 2019-02-22 13:25", ["Xinhua"], None, "Xinhua"),
    ("By Cheung Wah-Fung(HK Edition)", ["Cheung Wah-Fung"], None, "HK Edition"),
    ("Edith Lu and Sun Feier", ["Edith Lu", "Sun Feier"], None, None),
    ("Natalie Wong,Ambrose LiandMike Chan", ["Natalie Wong", "Ambrose Li", "Mike Chan"], None, None),
    ("Denise TsangElizabeth CheungKathleen Magramo", ["Denise Tsang", "Elizabeth Cheung", "Kathleen Magramo"], None, None),
    ("Tony Cheung Angel Woo and Chester Wong", ["Tony Cheung", "Angel Woo", "Chester Wong"], None, None),
    ("Reporting by Ambrose Li, Denise Tsang", ["Ambrose Li", "Denise Tsang"], None, None),
    ("(Journalists: Zoey SUN & Bernhard)", ["Zoey Sun", "Bernhard"], None, None),
    ("(Source: Wen Wei Po; Journalist: Nicolas Lai; English Editor: Darius)", ["Nicolas Lai", "Darius"], None, "Wen Wei Po"),
    ("Writer: Lin Min | Editor: Jane Chen | From: Shenzhen Daily | Updated: 2020-11-09", ["Lin Min", "Jane Chen"], None, "Shenzhen Daily"),
    ("by Xinhua writers Gu Zhenqiu, Gui Tao", ["Gu Zhenqiu", "Gui Tao"], None, "Xinhua"),
    ("It ends here. Lu Wanqing reports from Hong Kong.", ["Lu Wanqing"], "Hong Kong", None),
    ("By Chen Qingqing in Hong Kong Source:Global Times Published: 2019/7/10 16:13:12", ["Chen Qingqing"], "Hong Kong", "Global Times"),
    ("Guo Rui in Guangzhou", ["Guo Rui"], "Guangzhou", None),
    ("（採訪及拍攝︰呂婉怡 剪接︰蔡竣羲）", ["呂婉怡", "蔡竣羲"], None, None),
    ("（攝影/記者：林蘊兒）", ["林蘊兒"], None, None),
    ("（點新聞記者劉鴻霖報道）", ["劉鴻霖"], None, "點新聞"),
    ("（點新聞記者報道）", ["點新聞"], None, "點新聞"),
    ("（點新聞記者梁譯尹報道；視頻攝製：Sunny、花天琪）", ["梁譯尹", "Sunny", "花天琪"], None, "點新聞"),
    ("（大公文匯全媒體特約記者 陳惠芳 報道）", ["陳惠芳"], None, "大公文匯全媒體"),
    ("【大公報訊】記者陸九如報道：", ["陸九如"], None, None),
    ("香港中通社10月19日電(記者 徐嘉儀)", ["徐嘉儀"], None, "香港中通社"),
    ("（记者曹霁阳、孟佳）", ["曹霁阳", "孟佳"], None, None),
    ("（综合本报记者刘温馨、屈信明、吴秋余、李昌禹报道）", ["刘温馨", "屈信明", "吴秋余", "李昌禹"], None, "本报"),
    ("(羅泳思報道)", ["羅泳思"], None, None),
    ("撰文：香港01", ["香港01"], None, None),
    ("- Paul Ng The author is a CPPCC", [], None, None),
    ("Share this article with your friends today", [], None, None),
    ("", [], None, None),
]


@pytest.mark.parametrize(("text", "names", "place", "agency"), BYLINES)
def test_bylines(text: str, names: list[str], place: str | None, agency: str | None) -> None:
    byline = read_byline(text)
    assert [n.name for n in byline.names] == names
    assert (byline.place, byline.agency) == (place, agency)


def test_names_as_data() -> None:
    assert [n.name for n in read_names(["By Anna Lee in Beijing", "記者：蘇珮欣", "https://x.hk/a", "", "McDonald O'Brien"])] == [
        "Anna Lee",
        "蘇珮欣",
        "McDonald O'Brien",
    ]
    assert title_case("SEAN O'BRIEN") == "Sean O'Brien"
    assert title_case("EUGENE CHAN KIN-KEUNG") == "Eugene Chan Kin-keung"
    assert [title_case(name) for name in ("CK CHAN", "YT Lau", "NG Wai", "LI BO")] == ["CK Chan", "YT Lau", "Ng Wai", "Li Bo"]
    assert not is_person("Town Planning Board")
    assert not is_person("發展局")


def test_what_a_story_says_of_itself() -> None:
    byline, only = byline_in_text(
        ["Text by Xinhua writers Gu Zhenqiu, Gui Tao", "more"], ["End.", "By Zoe Low, Sammy Heung and Tommy Wang"]
    )
    assert [n.name for n in byline.names] == ["Gu Zhenqiu", "Gui Tao", "Zoe Low", "Sammy Heung", "Tommy Wang"]
    assert only == {"By Zoe Low, Sammy Heung and Tommy Wang"}
    byline, only = byline_in_text(["【大公報訊】記者陸九如報道：某事"], ["他說。（大公文匯全媒體記者 周禹含）"])
    assert [n.name for n in byline.names] == ["陸九如", "周禹含"]
    assert only == frozenset()
    assert byline_in_text([], []) == (merge(), frozenset())
    assert [n.name for n in byline_in_text(["甲"], ["（曹霁阳 奚天麒）"])[0].names] == ["曹霁阳", "奚天麒"]
    twice = merge(read_byline("By Eugene Chan"), read_byline("By Eugene Chan Kin-keung in Hong Kong"))
    assert [n.name for n in twice.names] == ["Eugene Chan Kin-keung"]


CREDITS = [
    (
        "Paul. Photo courtesy of the Information Services Department.",
        "Photo courtesy of the Information Services Department",
        None,
        "Information Services Department",
    ),
    ("X. Photo: Courtesy of hkcourtnews.com.", "Courtesy of hkcourtnews.com", None, None),
    ("消防到場。巴士的報記者攝", "巴士的報記者攝", None, "巴士的報"),
    ("某（林振華攝/資料圖片）", "林振華攝/資料圖片", "林振華", None),
    ("某（盧曼盈、鍾林枝攝）", "盧曼盈、鍾林枝攝", "盧曼盈、鍾林枝", None),
    ("某（卓朗為／楊柏賢攝）", "卓朗為／楊柏賢攝", "卓朗為、楊柏賢", None),
    ("X. Photo: Tang, Wong, and Chow Solicitors.", "Tang, Wong, and Chow Solicitors", None, "Tang, Wong, and Chow Solicitors"),
    ("某（新华社记者 陈铎 摄）", "新华社记者 陈铎 摄", "陈铎", "新华社"),
    ("新华社发（王申摄）", "新华社发（王申摄）", "王申", "新华社"),
    ("某（網上圖片/明報製圖）", "網上圖片/明報製圖", None, "明報"),
    ("某（讀者提供）", "讀者提供", None, None),
    ("in Hong Kong.ADAM LAM / CHINA DAILY", "ADAM LAM / CHINA DAILY", "Adam Lam", "China Daily"),
    ("View [ANDY CHONG/ CHINA DAILY]", "ANDY CHONG/ CHINA DAILY", "Andy Chong", "China Daily"),
    ("V (PROVIDED TO CHINA DAILY)", "PROVIDED TO CHINA DAILY", None, "China Daily"),
    ("V (PHOTO COURTESY OF EUGENE CHAN)", "PHOTO COURTESY OF EUGENE CHAN", None, None),
    ("V. (AP Photo/Chan Long Hei)", "AP Photo/Chan Long Hei", "Chan Long Hei", "AP"),
    ("V (Xinhua/Wu Xiaochu)", "Xinhua/Wu Xiaochu", "Wu Xiaochu", "Xinhua"),
    ("V. Photo: VCG via Getty Images", "VCG via Getty Images", None, "VCG"),
    ("V. Photo: Chen Qingqing/GT", "Chen Qingqing/GT", "Chen Qingqing", "Global Times"),
    ("illegal materials. sing tao", "sing tao", None, "Sing Tao"),
    ("某。 （相片來源﹕譚先生提供）", "譚先生提供", None, None),
    ("某（大公文匯全媒體記者 周楎 攝）", "大公文匯全媒體記者 周楎 攝", "周楎", "大公文匯全媒體"),
    ("V. Photo: K.Y. Cheng", "K.Y. Cheng", "K.Y. Cheng", None),
    ("V. Photo: Handout", "Handout", None, None),
    ("（HK01 攝）", "HK01 攝", None, "香港01"),
    ("（港台圖片)", "港台圖片", None, "港台"),
    ("（點新聞記者Sunny攝）", "點新聞記者Sunny攝", "Sunny", "點新聞"),
    ("人民网 严小晶摄", "人民网 严小晶摄", "严小晶", "人民网"),
    ("某（攝：Nasha Chan）", "Nasha Chan", "Nasha Chan", None),
    ("某（政府新聞處）", "政府新聞處", None, "政府新聞處"),
    ("V. Illustration: Lau Ka-kuen", "Lau Ka-kuen", "Lau Ka-kuen", None),
    ("V (Provided by police)", "Provided by police", None, "Hong Kong Police"),
    ("全是現場真實拍攝", None, None, None),
    ("Kowloon Funeral Parlour", None, None, None),
    ("John Lee (second left) and others (front row, centre)", None, None, None),
]


@pytest.mark.parametrize(("text", "credit", "photographer", "agency"), CREDITS)
def test_credits(text: str, credit: str | None, photographer: str | None, agency: str | None) -> None:
    read = read_caption(text)
    assert (read.credit, read.photographer, read.agency) == (credit, photographer, agency)
    assert credit is None or credit in text


def test_credit_elements_and_days() -> None:
    read = read_caption("A bridge opens.", credit="Photo: Kyle Lam/HKFP.")
    assert (read.caption, read.credit, read.photographer) == ("A bridge opens.", "Kyle Lam/HKFP", "Kyle Lam")
    assert read_caption("A bridge opens. Photo: Kyle Lam/HKFP.", credit="Kyle Lam/HKFP").caption == "A bridge opens."
    assert read_caption("This photo, taken on November 30, 2025, shows X.").date_taken == "2025-11-30"
    assert read_caption("A view on 30 November 2025.").date_taken == "2025-11-30"
    assert read_caption("圖片攝於2025年11月27日。").date_taken == "2025-11-27"
    assert read_caption("On Monday, Nov 24.").date_taken is None
    assert read_caption("消防到場。巴士的報記者攝", element=False).credit is None
    assert not is_caption("A long paragraph about trains (2019/2020)")
    assert is_caption("某人出席（大公文匯全媒體記者劉鴻霖攝）")
    assert not is_caption("No brackets here")


DATES = [
    ("Thursday, 23 August, 2012, 2:13am", "2012-08-23T02:13:00+08:00"),
    ("Feb 14, 2023 01:44 PM", "2023-02-14T13:44:00+08:00"),
    ("2019/7/10 16:13:12", "2019-07-10T16:13:12+08:00"),
    ("22nd February 2024", "2024-02-22T00:00:00+08:00"),
    ("22-XI-2026", "2026-11-22T00:00:00+08:00"),
    ("2026.11.22(Sun)", "2026-11-22T00:00:00+08:00"),
    ("2025年9月12日 下午3時15分", "2025-09-12T15:15:00+08:00"),
    ("2025年9月12日 上午12時05分", "2025-09-12T00:05:00+08:00"),
    ("2025年9月12日 晚上十一時半", "2025-09-12T23:30:00+08:00"),
    ("民國115年11月22日", "2026-11-22T00:00:00+08:00"),
    ("Wed, 26 Nov 2025 20:16:00 +0800", "2025-11-26T20:16:00+08:00"),
    ("26 Nov 2025 20:16 GMT", "2025-11-27T04:16:00+08:00"),
    ("20251128", "2025-11-28T00:00:00+08:00"),
    ("20251128101530", "2025-11-28T10:15:30+08:00"),
    ("1764223881", "2025-11-27T14:11:21+08:00"),
    ("yesterday 23:50", "2025-12-01T23:50:00+08:00"),
    ("just now", "2025-12-02T10:00:00+08:00"),
    ("3 days ago", "2025-11-29T10:00:00+08:00"),
    ("前日 08:15", "2025-11-30T08:15:00+08:00"),
    ("11月28日 10:00", "2025-11-28T10:00:00+08:00"),
    ("12月20日", "2024-12-20T00:00:00+08:00"),
    ("Nov 30", "2025-11-30T00:00:00+08:00"),
    ("2025-11-26 24:00", "2025-11-27T00:00:00+08:00"),
    ("13/13/2025", None),
    ("28 Foo 2025 10:00 GMT", None),
    ("yesterday in the city", None),
]


@pytest.mark.parametrize(("text", "value"), DATES)
def test_dates(text: str, value: str | None) -> None:
    moment = read_date(text, zone=HKT, now=NOW)
    assert (moment and moment.value.isoformat()) == value


def test_dates_completed_by_what_is_known() -> None:
    published = datetime(2025, 12, 31, 23, 50, tzinfo=HKT)
    later = read_date("00:10", zone=HKT, now=NOW, after=published)
    assert later is not None
    assert later.value.isoformat() == "2026-01-01T00:10:00+08:00"
    new_year = read_date("1月2日 09:00", zone=HKT, now=NOW, after=published)
    assert new_year is not None
    assert new_year.value.year == 2026
    hinted = read_date("11月28日 14:44", zone=HKT, now=NOW, hint=date(2023, 11, 28))
    assert hinted is not None
    assert hinted.value.year == 2023
    clock = read_date("15:06", zone=HKT, now=NOW, hint=date(2023, 11, 28))
    assert clock is not None
    assert clock.value.isoformat() == "2023-11-28T15:06:00+08:00"
    american = read_date("03/04/2026", zone=HKT, now=NOW, day_first=False)
    assert american is not None
    assert american.value.month == 3
    own = read_date("2025-11-27 HKT 18:55", zone=HKT, now=NOW, formats=("%d.%m.%Y", "%Y-%m-%d HKT %H:%M"))
    assert own is not None
    assert own.how == "format"


def test_dateparser_is_the_last_resort() -> None:
    moment = read_date("le 3 mars 2024 à 10:00", zone=HKT, now=NOW, languages=("fr",))
    assert moment is None or (moment.how == "dateparser" and moment.value.date() == date(2024, 3, 3))


def test_zones() -> None:
    assert split_stamps("來源：中国日报网 2023-11-17 15:13").published == "來源：中国日报网 2023-11-17 15:13"
    assert split_stamps("no date at all") == (None, None)


@pytest.mark.parametrize(
    ("text", "is_byline"),
    [
        ("Reporter: Secretary, when will the first parcel be handed over?", False),
        ("Reporter: I have two questions. The first is on the price.", False),
        ("Reporter: Nicolas Lai", True),
        ("Journalists: Lo Kong-cheong, Lai Chun-hung", True),
        ("(Source: Wen Wei Po; Journalist: Nicolas Lai; English Editor: Darius)", True),
    ],
)
def test_a_question_in_a_transcript_is_no_byline(text: str, is_byline: bool) -> None:
    assert byline_in_text(["Following is the transcript of remarks.", text], ["The end."])[1] == (frozenset([text]) if is_byline else frozenset())


@pytest.mark.parametrize(
    ("asked", "below", "is_byline"),
    [
        ("Reporter: Mr Lee", "Secretary for Development: Yes, we will.", False),
        ("記者：（英語）", "發展局局長：會的。", False),
        ("記者：陳大文", "編輯：李小明", True),
        ("記者：陳大文", "全文完。", True),
    ],
)
def test_what_somebody_answers_is_no_byline(asked: str, below: str, is_byline: bool) -> None:
    assert byline_in_text(["Following is the transcript."], ["It began.", asked, below])[0].names == (() if not is_byline else byline_in_text([], [asked])[0].names + byline_in_text([], [below])[0].names)
