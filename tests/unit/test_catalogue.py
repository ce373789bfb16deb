"""Every form that the catalogue of conventions lists, section by section, with what it means: one row a form.

The other tables of this folder hold what was met besides. Forms are quoted as printed; sentences and titles beside them are our own.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from harvester.normalize.body import read_body
from harvester.normalize.bylines import byline_in_text, merge, read_byline
from harvester.normalize.captions import read_caption
from harvester.normalize.datelines import read_dateline
from harvester.normalize.dates import read_date, split_stamps
from harvester.normalize.headline import read_headline
from harvester.normalize.related import read_related
from harvester.normalize.text import paragraphs

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 2, 10, 0, tzinfo=HKT)

# 23.1, 23.2: line -> people, organizations (where nobody wrote), editors, place, agency
BYLINES: list[tuple[str, list[str], list[str], list[str], str | None, str | None]] = [
    ("By Stacy Shi in Hong Kong", ["Stacy Shi"], [], [], "Hong Kong", None),
    ("By Gang Wen in Hong Kong", ["Gang Wen"], [], [], "Hong Kong", None),
    ("By Li Bingcun", ["Li Bingcun"], [], [], None, None),
    ("By Eugene Chan Kin-keung", ["Eugene Chan Kin-keung"], [], [], None, None),
    ("By Junius Ho and Kacee Ting Wong", ["Junius Ho", "Kacee Ting Wong"], [], [], None, None),
    ("Published:00:46, May 19, 2022 Updated:10:32, May 19, 2022 By Junius Ho and Kacee Ting Wong", ["Junius Ho", "Kacee Ting Wong"], [], [], None, None),
    ("By Atlas Shao in Hong Kong | chinadaily.com.cn | Updated: 2025-12-22 23:18", ["Atlas Shao"], [], [], "Hong Kong", "China Daily"),
    ("By\u00a0Atlas Shao in\u00a0Hong Kong", ["Atlas Shao"], [], [], "Hong Kong", None),
    # a mirror's no-break spaces, spoilt: not read
    ("By ?Atlas Shao in?Hong Kong", [], [], [], None, None),
    ("HK Edition | Updated: 2017-11-10 06:26", [], ["HK Edition"], [], None, "HK Edition"),
    ("By Eddy Li(HK Edition)", ["Eddy Li"], [], [], None, "HK Edition"),
    ("By Wang Yuke(China Daily USA)", ["Wang Yuke"], [], [], None, "China Daily"),
    ("( chinadaily.com.cn)", [], [], [], None, "China Daily"),
    ("( Updated: 2014-12-24 16:25", [], [], [], None, None),
    ("Zhou Mo", ["Zhou Mo"], [], [], None, None),
    ("- Paul Ng The author is a member of a committee, and more", [], [], [], None, None),
    ("Grenville Cross says that it is the law", [], [], [], None, None),
    ("Ho Lok-sang says that it is cheap", [], [], [], None, None),
    ("Tony Kwok says that it is fair", [], [], [], None, None),
    ("Tu Haiming says that it is time", [], [], [], None, None),
    ("by Kelly Ho", ["Kelly Ho"], [], [], None, None),
    ("by Hong Kong Free Press", [], ["Hong Kong Free Press"], [], None, "Hong Kong Free Press"),
    ("By Anne Chan", ["Anne Chan"], [], [], None, None),
    ("Naomi Ng", ["Naomi Ng"], [], [], None, None),
    ("Anson Luk", ["Anson Luk"], [], [], None, None),
    ("SCMP Reporters", [], ["South China Morning Post"], [], None, "South China Morning Post"), ("by HKFP Lens", [], ["Hong Kong Free Press"], [], None, "Hong Kong Free Press"),
    ("by Human Rights Watch", [], ["Human Rights Watch"], [], None, None),
    ("The Standard 英文虎報", [], ["The Standard"], [], None, "The Standard"),
    ("Additional Reporting by Holly Chik", ["Holly Chik"], [], [], None, None),
    ("Additional reporting Matthew Cheng", ["Matthew Cheng"], [], [], None, None),
    ("Reporting by Ambrose Li, Denise Tsang, Willa Wu, Mike Chan", ["Ambrose Li", "Denise Tsang", "Willa Wu", "Mike Chan"], [], [], None, None),
    ("In the first of a series, Fiona Sun and Edith Lin look at homes", [], [], [], None, None),
    ("By Anna Lee, Bob Chan and Carol Ng (People's Daily App) 13:56, July 13, 2022", ["Anna Lee", "Bob Chan", "Carol Ng"], [], [], None, "People's Daily app"),
    ("(Xinhua) 09:01, October 31, 2023", [], [], [], None, "Xinhua"),
    ("People's Daily app", [], ["People's Daily app"], [], None, "People's Daily app"),
    ("By Xinhua Published Oct 6, 2021 12:49 pm", [], ["Xinhua"], [], None, "Xinhua"),
    ("by Xinhua", [], ["Xinhua"], [], None, "Xinhua"),
    ("By Vincent Lee Kwan-ho · 2023-02-27 · Source: NO.9 MARCH 2, 2023", ["Vincent Lee Kwan-ho"], [], [], None, None),
    ("By Darius", ["Darius"], [], [], None, None),
    ("(Source: Ta Kung Pao; Journalist: Lo Kong-cheong, Lai Chun-hung; English Editor: Darius)", ["Lo Kong-cheong", "Lai Chun-hung"], [], ["Darius"], None, "Ta Kung Pao"),
    ("(Source: Wen Wei Po; English Editor: Darius)", [], [], ["Darius"], None, "Wen Wei Po"),
    ("撰文：凌逸德", ["凌逸德"], [], [], None, None),
    ("記者：李健威", ["李健威"], [], [], None, None),
    ("明報記者", [], ["明報"], [], None, "明報"),
    ("（明報記者攝）", [], ["明報"], [], None, "明報"),
    ("文：李先知", ["李先知"], [], [], None, None),
    ("文：林泉忠", ["林泉忠"], [], [], None, None),
    ("文：尚東美 - 20251129", ["尚東美"], [], [], None, None),
    ("文/顏寶鈴", ["顏寶鈴"], [], [], None, None),
    ("文/陳文洲", ["陳文洲"], [], [], None, None),
    ("（點新聞記者周傾芫、盧葦報道；視頻攝製：周楎、花天琪）", ["周傾芫", "盧葦", "周楎", "花天琪"], [], [], None, "點新聞"),
    ("（大公文匯全媒體記者 周禹含）", ["周禹含"], [], [], None, "大公文匯全媒體"),
    ("（大公文匯全媒體記者劉鴻霖報道）", ["劉鴻霖"], [], [], None, "大公文匯全媒體"),
    ("（大公文匯全媒體記者蕭景源報道）", ["蕭景源"], [], [], None, "大公文匯全媒體"),
    ("大公文匯全媒體報道，", [], ["大公文匯全媒體"], [], None, "大公文匯全媒體"),
    ("本报香港11月29日电 （记者冯学知）", ["冯学知"], [], [], "香港", "本报"),
    ("人民网香港11月27日电（严小晶、吴宇扬扬、余颖）", ["严小晶", "吴宇扬扬", "余颖"], [], [], "香港", "人民网"),
    ("(許曦彤報道)", ["許曦彤"], [], [], None, None),
    ("編輯:陳曉慶", [], [], ["陳曉慶"], None, None),
    ("責任編輯:鄭嬋娟", [], [], ["鄭嬋娟"], None, None),
    ("责编：岳弘彬、牛镛", [], [], ["岳弘彬", "牛镛"], None, None),
    ("【編輯:紀東】", [], [], ["紀東"], None, None),
]


@pytest.mark.parametrize(("text", "people", "houses", "editors", "place", "agency"), BYLINES)
def test_bylines(text: str, people: list[str], houses: list[str], editors: list[str], place: str | None, agency: str | None) -> None:
    byline = merge(read_byline(text))
    assert [n.name for n in byline.names if n.kind == "person" and n.role != "editor"] == people
    assert [n.name for n in byline.names if n.kind == "organization"] == houses
    assert [n.name for n in byline.names if n.role == "editor"] == editors
    assert (byline.place, byline.agency) == (place, agency)


def test_a_wire_s_opening_and_its_end() -> None:
    byline, only = byline_in_text(["香港中通社10月19日電(記者 徐嘉儀) 某事。"], ["某事。", "(完) 【編輯:紀東】", "【編輯:紀東】"])
    assert [(n.name, n.role) for n in byline.names] == [("徐嘉儀", "writer"), ("紀東", "editor")]
    assert only == {"【編輯:紀東】"}


# 23.3: opening -> place, agency, date
DATELINES: list[tuple[str, tuple[str, str | None, str | None] | None]] = [
    ("HONG KONG – The city", ("Hong Kong", None, None)),
    ("HONG KONG - People", ("Hong Kong", None, None)),
    ("HONG KONG — The plan", ("Hong Kong", None, None)),
    ("HONG KONG -- The city", ("Hong Kong", None, None)),
    ("HONG KONG --Hong Kong will", ("Hong Kong", None, None)),
    ("HONG KONG –Hong Kong", ("Hong Kong", None, None)),
    ("HONG KONG, Oct. 30 (Xinhua) -- It", ("Hong Kong", "Xinhua", "Oct. 30")),
    ("HONG KONG, Dec. 20 (Xinhua) -- It", ("Hong Kong", "Xinhua", "Dec. 20")),
    ("BEIJING, Feb. 21 (Xinhua) -- It", ("Beijing", "Xinhua", "Feb. 21")),
    ("CAMBRIDGE, Britain, Sept. 29 (Xinhua) -- It", ("Cambridge", "Xinhua", "Sept. 29")),
    ("HONG KONG, Oct. 9, 2022 /PRNewswire/ — It", ("Hong Kong", "PRNewswire", "Oct. 9")),
    ("HONG KONG SAR – Media OutReach Newswire – 19 October 2024 – It", ("Hong Kong SAR", "Media OutReach Newswire", "19 October 2024")),
    ("HONG KONG (Reuters) - It", ("Hong Kong", "Reuters", None)),
    ("HONG KONG (BLOOMBERG) – It", ("Hong Kong", "BLOOMBERG", None)),
    ("HONG KONG, 9 Sep (ZXS) -- It", ("Hong Kong", "ZXS", "9 Sep")),
    ("TAIPEI (The China Post) – It", ("Taipei", "The China Post", None)),
    ("22nd February 2024 – (Hong Kong) It", ("Hong Kong", None, "22nd February 2024")),
    ("Dateline: Hong Kong, China", ("Hong Kong", None, None)),
    ("新华社北京11月26日电", ("北京", "新华社", "11月26日")),
    ("新华社澳门11月26日电", ("澳门", "新华社", "11月26日")),
    ("人民网香港11月27日电", ("香港", "人民网", "11月27日")),
    ("本报香港11月29日电", ("香港", "本报", "11月29日")),
    ("香港中通社10月19日電", ("香港", "香港中通社", "10月19日")),
    # no place is told
    ("新华社快讯：某事", None),
    # besides the catalogue's
    ("HONG KONG, Nov 26 -- It", ("Hong Kong", None, "Nov 26")),
    ("HONG KONG/BEIJING, Nov 26 (Reuters) - It", ("Hong Kong/Beijing", "Reuters", "Nov 26")),
    ("WASHINGTON, D.C. - It", ("Washington", None, None)),
    ("Hong Kong (AFP) - It", ("Hong Kong", "AFP", None)),
    ("Hong Kong, 26 November 2025 – It", ("Hong Kong", None, "26 November")),
    ("新华社北京十一月二十六日电", ("北京", "新华社", "十一月二十六日")),
    ("新华社香港/深圳11月28日电 榕树", ("香港/深圳", "新华社", "11月28日")),
    ("经济日报香港2025年11月28日讯（记者梁睿）榕树", ("香港", "经济日报", "2025年11月28日")),
    ("（新华社北京11月27日电）", ("北京", "新华社", "11月27日")),
    ("榕树11月28日电", None),
    ("（香港訊）某事", ("香港", None, None)),
    ("Hong Kong – the city – is", None),
    ("Apple (AAPL) - it fell", None),
    ("COVID/SARS - it fell", None),
    ("（本報訊）某事", None),
]


@pytest.mark.parametrize(("text", "dateline"), DATELINES)
def test_datelines(text: str, dateline: tuple[str, str | None, str | None] | None) -> None:
    assert read_dateline(text) == dateline


TAGS = ["明報專訊", "明報文章", "明報社評", "大公報訊", "點新聞報道", "Now新聞台", "有線新聞", "本台資料搜集‧持續更新", "不斷更新", "持續更新", "懶人包資訊", "16:38更新", "27/11 16:21更新", "00﹕10更新", "11月29日 16:33 更新", "11月29日00:35更新"]  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_tags_before_a_text_are_text(tag: str) -> None:
    text = f"【{tag}】碼頭昨日啟用。"
    assert read_dateline(text) is None
    assert list(read_body([text]).paragraphs) == [text]


# 23.4: line -> published, updated
STAMPS: list[tuple[str, str | None, str | None]] = [
    ("Published: 20:29, November 24, 2025 | Updated: 20:52, November 24, 2025", "2025-11-24T20:29", "2025-11-24T20:52"),
    ("Published: 09:39, February 12, 2025", "2025-02-12T09:39", None),
    ("Published: 01:36, April 14, 2021 | Updated: 19:28, June 4, 2023", "2021-04-14T01:36", "2023-06-04T19:28"),
    ("Monday, October 09, 2017, 18:28", "2017-10-09T18:28", None),
    ("Friday, April 21, 2017, 10:51", "2017-04-21T10:51", None),
    ("December 13, 2019", "2019-12-13T00:00", None),
    ("February 08, 2018", "2018-02-08T00:00", None),
    ("05 October, 2022", "2022-10-05T00:00", None),
    ("12 October, 2021", "2021-10-12T00:00", None),
    ("Updated: 2019-03-13 09:21", None, "2019-03-13T09:21"),
    ("2025-07-09 09:25", "2025-07-09T09:25", None),
    ("来源： 中国日报网 2023-11-17 15:13", "2023-11-17T15:13", None),
    ("2025-11-27 HKT 22:01", "2025-11-27T22:01", None),
    ("Last updated: 2025-11-26 HKT 20:34", None, "2025-11-26T20:34"),
    ("202511262301", "2025-11-26T23:01", None),
    ("08:00, 30 November 2025", "2025-11-30T08:00", None),
    ("18 hours ago", "2025-12-01T16:00", None),
    ("Published: 9:23pm, 25 May, 2019", "2019-05-25T21:23", None),
    ("Updated: 9:47pm, 25 May, 2019", None, "2019-05-25T21:47"),
    ("Updated: 11:21pm, 2 Oct, 2019", None, "2019-10-02T23:21"),
    ("UPDATED : Saturday, 27 October, 2018, 5:19pm", None, "2018-10-27T17:19"),
    ("23 Aug 2012 - 3:38am", "2012-08-23T03:38", None),
    ("15 hours ago", "2025-12-01T19:00", None),
    ("Monday, September 27, 2021", "2021-09-27T00:00", None),
    ("2025-11-26T19:30:30.000+0800", "2025-11-26T19:30", None),
    ("2025年11月26日星期三", "2025-11-26T00:00", None),
    ("更新時間：2025-12-01 16:08", None, "2025-12-01T16:08"),
    ("今日 00:32", "2025-12-02T00:32", None),
    ("2026-01-11 17:01 Last Updated At:01-12 01:27", "2026-01-11T17:01", "2026-01-12T01:27"),
    ("2025-12-29 20:47 Last Updated At:20:58", "2025-12-29T20:47", "2025-12-29T20:58"),
    ("2025.11.29 22:32", "2025-11-29T22:32", None),
    ("2025.11.28 03:22:03", "2025-11-28T03:22", None),
    ("08:40, December 22, 2025", "2025-12-22T08:40", None),
    ("22:58, October 01, 2020", "2020-10-01T22:58", None),
    ("1612743626000", "2021-02-08T08:20", None),
    ("Source:Xinhua Published: 2018/10/23 10:35:41", "2018-10-23T10:35", None),
    ("Published: Feb 14, 2023 01:44 PM", "2023-02-14T13:44", None),
    ("0 Comment(s)Print E-mail Xinhua, October 7, 2021", "2021-10-07T00:00", None),
    ("2025年11月27日 14:11", "2025-11-27T14:11", None),
    ("發佈日期: 2025-11-28 20:26", "2025-11-28T20:26", None),
    ("發佈時間: 2025/11/27", "2025-11-27T00:00", None),
    ("責任編輯:鄭嬋娟 2021-10-06 12:32:52 來源:香港商報網", "2021-10-06T12:32", None),
    ("2025-11-26T18:50:08+00:00", "2025-11-27T02:50", None),
    ("Ends/Friday, December 30, 2022 Issued at HKT 19:45", "2022-12-30T19:45", None),
    ("最後更新：19:17", None, None),
]


@pytest.mark.parametrize(("text", "published", "updated"), STAMPS)
def test_stamps(text: str, published: str | None, updated: str | None) -> None:
    stamps = split_stamps(text)
    first = read_date(stamps.published or "", zone=HKT, now=NOW)
    second = read_date(stamps.updated or "", zone=HKT, now=NOW, after=first.value if first else None)
    assert (first and first.value.isoformat()[:16]) == published
    assert (second and second.value.isoformat()[:16]) == updated


# 23.5: credit -> words, photographer, agency
CREDITS_EN: list[tuple[str, str, str | None, str | None]] = [
    ("(ADAM LAM/CHINA DAILY)", "ADAM LAM/CHINA DAILY", "Adam Lam", "China Daily"), ("(ANDY CHONG / CHINA DAILY)", "ANDY CHONG / CHINA DAILY", "Andy Chong", "China Daily"),
    ("(CALVIN NG / CHINA DAILY)", "CALVIN NG / CHINA DAILY", "Calvin Ng", "China Daily"),
    ("(PARKER ZHENG / CHINA DAILY)", "PARKER ZHENG / CHINA DAILY", "Parker Zheng", "China Daily"),
    ("(SHAMIM ASHRAF / CHINA DAILY)", "SHAMIM ASHRAF / CHINA DAILY", "Shamim Ashraf", "China Daily"),
    ("(WILSON CHEN / CHINA DAILY)", "WILSON CHEN / CHINA DAILY", "Wilson Chen", "China Daily"), ("(Roy Liu / China Daily)", "Roy Liu / China Daily", "Roy Liu", "China Daily"),
    ("[ANDY CHONG/ CHINA DAILY]", "ANDY CHONG/ CHINA DAILY", "Andy Chong", "China Daily"), ("(PHOTO / HKSAR GOVT)", "PHOTO / HKSAR GOVT", None, "HKSAR Government"),
    ("(PHOTO / HKSAR GOVERNMENT)", "PHOTO / HKSAR GOVERNMENT", None, "HKSAR Government"), ("(PHOTO / VCG)", "PHOTO / VCG", None, "VCG"),
    ("(PHOTO / LOCPG.GOV.CN)", "PHOTO / LOCPG.GOV.CN", None, "Liaison Office"), ("(PROVIDED TO CHINA DAILY)", "PROVIDED TO CHINA DAILY", None, "China Daily"),
    ("(PHOTO COURTESY OF EUGENE CHAN)", "PHOTO COURTESY OF EUGENE CHAN", None, None), ("(LUI SIU WAI / XINHUA)", "LUI SIU WAI / XINHUA", "Lui Siu Wai", "Xinhua"),
    ("[Photo provided to China Daily]", "Photo provided to China Daily", None, "China Daily"), ("[Photo/Xinhua]", "Photo/Xinhua", None, "Xinhua"),
    ("[Photo/IC]", "Photo/IC", None, "IC"), ("[Screen grab/Xinhua]", "Screen grab/Xinhua", None, "Xinhua"),
    ("Hzmb Authority / For China Daily", "Hzmb Authority / For China Daily", None, "China Daily"),
    ("Tan Kaixing / for China Daily |", "Tan Kaixing / for China Daily", "Tan Kaixing", "China Daily"),
    ("Lei Kesi / for China Daily |", "Lei Kesi / for China Daily", "Lei Kesi", "China Daily"), ("(Photo: Agencies)", "Agencies", None, None),
    ("(Photo: Xinhua)", "Xinhua", None, "Xinhua"), ("(Photo: AFP)", "AFP", None, "AFP"), ("(Xinhua/Wu Xiaochu)", "Xinhua/Wu Xiaochu", "Wu Xiaochu", "Xinhua"),
    ("(Xinhua/Ju Peng)", "Xinhua/Ju Peng", "Ju Peng", "Xinhua"), ("(COURTESY PHOTO)", "COURTESY PHOTO", None, None), ("Photo: RTHK", "RTHK", None, "RTHK"),
    ("File photo: RTHK", "RTHK", None, "RTHK"), ("Photo: Reuters", "Reuters", None, "Reuters"), ("File photo: Xinhua", "Xinhua", None, "Xinhua"),
    ("Photo courtesy of the Chief Executive's Facebook", "Photo courtesy of the Chief Executive's Facebook", None, None),
    ("Photo courtesy of the Hong Kong and Macao Work Office", "Photo courtesy of the Hong Kong and Macao Work Office", None, "Hong Kong and Macao Work Office"),
    ("Photo courtesy of Paul Chan’s blog", "Photo courtesy of Paul Chan’s blog", None, None),
    ("Photo courtesy of AS Watson Group", "Photo courtesy of AS Watson Group", None, "AS Watson Group"),
    ("Photo courtesy of the Information Services Department.", "Photo courtesy of the Information Services Department", None, "Information Services Department"),
    ("Photo courtesy: Tai Po FC Facebook page", "Photo courtesy: Tai Po FC Facebook page", None, None), ("Photo: Kyle Lam/HKFP.", "Kyle Lam/HKFP", "Kyle Lam", "HKFP"),
    ("Photo: HKFP.", "HKFP", None, "HKFP"), ("Photo: GovHK.", "GovHK", None, "HKSAR Government"), ("Photo: Police.", "Police", None, "Hong Kong Police"),
    ("Photo: Peter Parks/AFP.", "Peter Parks/AFP", "Peter Parks", "AFP"), ("File photo: Supplied.", "Supplied", None, None),
    ("File photo: Fung Ka-keung.", "Fung Ka-keung", "Fung Ka-keung", None), ("Photo: Peggy Wong, via Facebook.", "Peggy Wong, via Facebook", "Peggy Wong", None),
    ("Photo: Courtesy of hkcourtnews.com.", "Courtesy of hkcourtnews.com", None, None), ("Photo: iCable screenshot.", "iCable screenshot", None, "i-Cable"),
    ("Photo: Hong Kong Museum of History.", "Hong Kong Museum of History", None, "Hong Kong Museum of History"),
    ("Photo: Tang, Wong, and Chow Solicitors.", "Tang, Wong, and Chow Solicitors", None, "Tang, Wong, and Chow Solicitors"),
    ("Photo: Dickson Lee", "Dickson Lee", "Dickson Lee", None), ("Photo: Handout", "Handout", None, None), ("Photo: Sam Tsang", "Sam Tsang", "Sam Tsang", None),
    ("Photo: Xiaomei Chen", "Xiaomei Chen", "Xiaomei Chen", None), ("Photo: AP", "AP", None, "AP"), ("Photo: SCMP", "SCMP", None, "SCMP"),
    ("Photo: Shutterstock", "Shutterstock", None, "Shutterstock"), ("Photo: Wikimedia Commons", "Wikimedia Commons", None, "Wikimedia Commons"), ("Photo: Development Bureau", "Development Bureau", None, "Development Bureau"),
    ("Photo: K.Y. Cheng", "K.Y. Cheng", "K.Y. Cheng", None), ("Photo: Felix Wong.", "Felix Wong", "Felix Wong", None),
    ("Photo: VCG via Getty Images", "VCG via Getty Images", None, "VCG"), ("Illustration: Lau Ka-kuen", "Lau Ka-kuen", "Lau Ka-kuen", None),
    ("Illustration: Craig Stephens", "Craig Stephens", "Craig Stephens", None), ("Photo: Chen Qingqing/GT", "Chen Qingqing/GT", "Chen Qingqing", "Global Times"),
    ("Photo: Courtesy of the Hong Kong and Macao Affairs Office of the State Council", "Courtesy of the Hong Kong and Macao Affairs Office of the State Council", None, "Hong Kong and Macao Affairs Office"),
    ("Photos: HKEJ, HKSTP", "HKEJ, HKSTP", None, "HKEJ"), ("(File Photo)", "File Photo", None, None), ("(DDN)", "DDN", None, "Dot Dot News"),
    ("(Screenshot)", "Screenshot", None, None), ("(Provided by police)", "Provided by police", None, "Hong Kong Police"),
    ("(Provided by Fire Services Department)", "Provided by Fire Services Department", None, "Fire Services Department"), ("(Photos)", "Photos", None, None),
    ("(AP Photo/Chan Long Hei)", "AP Photo/Chan Long Hei", "Chan Long Hei", "AP"), ("Photo by VCG/VCG via Getty Images）", "Photo by VCG/VCG via Getty Images", None, "VCG"),
]  # fmt: skip
# 23.6
CREDITS_ZH: list[tuple[str, str, str | None, str | None]] = [
    ("（麥偉康攝）", "麥偉康攝", "麥偉康", None), ("（廖凱霖攝）", "廖凱霖攝", "廖凱霖", None), ("(袁志豪攝)", "袁志豪攝", "袁志豪", None), ("（林振華攝）", "林振華攝", "林振華", None), ("(何澤攝)", "何澤攝", "何澤", None),
    ("（盧曼盈、鍾林枝攝）", "盧曼盈、鍾林枝攝", "盧曼盈、鍾林枝", None), ("（蔡竣羲、卓朗為攝）", "蔡竣羲、卓朗為攝", "蔡竣羲、卓朗為", None), ("（卓朗為／楊柏賢攝）", "卓朗為／楊柏賢攝", "卓朗為、楊柏賢", None),
    ("（蘇珮欣/鍾偉茵攝）", "蘇珮欣/鍾偉茵攝", "蘇珮欣、鍾偉茵", None), ("（點新聞記者劉鴻霖攝）", "點新聞記者劉鴻霖攝", "劉鴻霖", "點新聞"), ("（點新聞記者攝）", "點新聞記者攝", None, "點新聞"), ("（點新聞記者Sunny攝）", "點新聞記者Sunny攝", "Sunny", "點新聞"),
    ("（香港文匯報記者劉友光攝）", "香港文匯報記者劉友光攝", "劉友光", "文匯報"), ("（大公文匯全媒體記者劉鴻霖攝）", "大公文匯全媒體記者劉鴻霖攝", "劉鴻霖", "大公文匯全媒體"), ("（大公文匯全媒體記者 周楎 攝）", "大公文匯全媒體記者 周楎 攝", "周楎", "大公文匯全媒體"),
    ("（大公文匯網記者 盧靜怡 攝）", "大公文匯網記者 盧靜怡 攝", "盧靜怡", "大公文匯網"), ("（大公文匯全媒體記者攝）", "大公文匯全媒體記者攝", None, "大公文匯全媒體"), ("（記者麥鈞傑攝）", "記者麥鈞傑攝", "麥鈞傑", None), ("（明報記者攝）", "明報記者攝", None, "明報"),
    ("（香港01記者攝）", "香港01記者攝", None, "香港01"), ("（HK01 攝）", "HK01 攝", None, "香港01"), ("巴士的報記者攝", "巴士的報記者攝", None, "巴士的報"), ("蘇正謙攝", "蘇正謙攝", "蘇正謙", None),
    ("曾志恒攝", "曾志恒攝", "曾志恒", None), ("黃子希攝", "黃子希攝", "黃子希", None), ("歐朗欣攝", "歐朗欣攝", "歐朗欣", None), ("\\大公報記者林良堅攝", "大公報記者林良堅攝", "林良堅", "大公報"),
    ("\\大公报记者林良坚摄", "大公报记者林良坚摄", "林良坚", "大公報"), ("严小晶摄", "严小晶摄", "严小晶", None), ("人民网 严小晶摄", "人民网 严小晶摄", "严小晶", "人民网"), ("新华社记者 陈铎 摄", "新华社记者 陈铎 摄", "陈铎", "新华社"),
    ("新华社发（王申摄）", "新华社发（王申摄）", "王申", "新华社"), ("（许朗轩摄）", "许朗轩摄", "许朗轩", None), ("（資料圖片）", "資料圖片", None, None), ("(資料圖片)", "資料圖片", None, None), ("資料圖片", "資料圖片", None, None),
    ("資料圖片", "資料圖片", None, None), ("（點新聞資料圖）", "點新聞資料圖", None, "點新聞"), ("（大公文匯全媒體資料圖）", "大公文匯全媒體資料圖", None, "大公文匯全媒體"), ("（新華社資料圖片）", "新華社資料圖片", None, "新華社"),
    ("（路透社資料圖片）", "路透社資料圖片", None, "路透社"), ("（法新社資料圖片）", "法新社資料圖片", None, "法新社"), ("（中新社資料圖片）", "中新社資料圖片", None, "中新社"), ("（路透資料圖片）", "路透資料圖片", None, "路透社"),
    ("巴士的報資料圖片", "巴士的報資料圖片", None, "巴士的報"), ("(警方FB資料圖片)", "警方FB資料圖片", None, "警方"), ("（林振華攝/資料圖片）", "林振華攝/資料圖片", "林振華", None), ("（資料圖片/鄭子峰攝）", "資料圖片/鄭子峰攝", "鄭子峰", None),
    ("（資料圖片 / 張浩維攝）", "資料圖片 / 張浩維攝", "張浩維", None), ("（資料圖片／Nasha Chan 攝）", "資料圖片／Nasha Chan 攝", "Nasha Chan", None), ("（資料圖片/Ig圖片）", "資料圖片/Ig圖片", None, None),
    ("（網上圖片/ 資料圖片）", "網上圖片/ 資料圖片", None, None), ("(路透圖片)", "路透圖片", None, "路透社"), ("（路透圖片）", "路透圖片", None, "路透社"), ("（法新社圖片）", "法新社圖片", None, "法新社"),
    ("（中通社圖片）", "中通社圖片", None, "中通社"), ("AP圖片", "AP圖片", None, "AP"), ("新華社圖片", "新華社圖片", None, "新華社"), ("（港台圖片）", "港台圖片", None, "港台"), ("(港台圖片)", "港台圖片", None, "港台"),
    ("（商台圖片）", "商台圖片", None, "商台"), ("（聯合採訪圖片）", "聯合採訪圖片", None, "聯合採訪"), ("（政府新聞處圖片）", "政府新聞處圖片", None, "政府新聞處"), ("（政府新聞處）", "政府新聞處", None, "政府新聞處"),
    ("（消防處提供）", "消防處提供", None, "消防處"), ("（警方圖片）", "警方圖片", None, "警方"), ("（警方提供）", "警方提供", None, "警方"), ("（警方供圖）", "警方供圖", None, "警方"), ("（入境處提供）", "入境處提供", None, "入境處"),
    ("(解放軍駐港部隊提供)", "解放軍駐港部隊提供", None, "駐港部隊"), ("（駐港解放軍圖片）", "駐港解放軍圖片", None, "駐港部隊"), ("（中聯辦圖片）", "中聯辦圖片", None, "中聯辦"), ("（港鐵提供）", "港鐵提供", None, "港鐵"),
    ("（九巴提供）", "九巴提供", None, "九巴"), ("（教大提供）", "教大提供", None, "教大"), ("（教大圖片）", "教大圖片", None, "教大"), ("（主辦方供圖）", "主辦方供圖", None, None), ("（大會提供）", "大會提供", None, None),
    ("(京東提供)", "京東提供", None, None), ("（愛護動物協會提供）", "愛護動物協會提供", None, "愛護動物協會"), ("（相片由香港足總提供）", "相片由香港足總提供", None, None), ("(相片來源﹕譚先生提供)", "譚先生提供", None, None),
    ("（HOY提供圖片）", "HOY提供圖片", None, "HOY"), ("（菲律賓駐港總領事館圖片）", "菲律賓駐港總領事館圖片", None, "菲律賓駐港總領事館"), ("民政及青年事務局fb圖片", "民政及青年事務局fb圖片", None, "民青局"),
    ("（發展局社交網站圖片）", "發展局社交網站圖片", None, "發展局"), ("（運輸署社交網頁圖片）", "運輸署社交網頁圖片", None, "運輸署"), ("（楊何蓓茵社交網頁圖片）", "楊何蓓茵社交網頁圖片", None, None), ("（讀者提供）", "讀者提供", None, None),
    ("（讀者提供圖片）", "讀者提供圖片", None, None), ("（受訪者提供）", "受訪者提供", None, None), ("（受訪者供圖）", "受訪者供圖", None, None), ("（居民提供）", "居民提供", None, None), ("（業主陳先生提供）", "業主陳先生提供", None, None),
    ("（搭棚工人Anson提供）", "搭棚工人Anson提供", None, None), ("（作者提供）", "作者提供", None, None), ("（Will提供圖片）", "Will提供圖片", None, None), ("（富嘉閣住戶提供）", "富嘉閣住戶提供", None, None),
    ("（ig@chingbee0808 提供）", "ig@chingbee0808 提供", None, None), ("（網上圖片）", "網上圖片", None, None), ("(網上圖片)", "網上圖片", None, None), ("（網絡圖片）", "網絡圖片", None, None),
    ("（Ig圖片）", "Ig圖片", None, None), ("（fb圖片）", "fb圖片", None, None), ("fb圖片", "fb圖片", None, None), ("FB圖片", "FB圖片", None, None), ("IG圖片", "IG圖片", None, None),
    ("（Instagram圖片）", "Instagram圖片", None, None), ("（threads圖片）", "threads圖片", None, None), ("（李家超facebook圖片）", "李家超facebook圖片", None, None),
    ("（何永賢Facebook圖片）", "何永賢Facebook圖片", None, None), ("(胡健民fb圖片)", "胡健民fb圖片", None, None), ("（黃偉綸fb圖片）", "黃偉綸fb圖片", None, None), ("（添馬台fb圖片）", "添馬台fb圖片", None, None),
    ("（TVB fb圖片）", "TVB fb圖片", None, "TVB"), ("（網誌圖片）", "網誌圖片", None, None), ("香江礪劍微信公眾號圖片", "香江礪劍微信公眾號圖片", None, None), ("（榕江發布微信公眾號圖片）", "榕江發布微信公眾號圖片", None, None),
    ("（「廣東交通之聲」微博）", "「廣東交通之聲」微博", None, None), ("官網圖片", "官網圖片", None, None), ("中聯辦微信圖片", "中聯辦微信圖片", None, "中聯辦"), ("（影片截圖）", "影片截圖", None, None),
    ("（網上影片截圖）", "網上影片截圖", None, None), ("(網上視頻截圖)", "網上視頻截圖", None, None), ("（直播截圖）", "直播截圖", None, None), ("（香港01直播截圖）", "香港01直播截圖", None, "香港01"),
    ("（01直播截圖）", "01直播截圖", None, "香港01"), ("（明報facebook直播截圖）", "明報facebook直播截圖", None, "明報"), ("(無綫新聞截圖)", "無綫新聞截圖", None, "無綫新聞"), ("(有線新聞截圖)", "有線新聞截圖", None, "有線新聞"),
    ("（網頁截圖）", "網頁截圖", None, None), ("（網站截圖）", "網站截圖", None, None), ("（BBC網站截圖）", "BBC網站截圖", None, "BBC"), ("（新聞稿截圖）", "新聞稿截圖", None, None),
    ("（政府新聞處文件截圖）", "政府新聞處文件截圖", None, "政府新聞處"), ("(應急管理部網頁截圖)", "應急管理部網頁截圖", None, "應急管理部"), ("（社交平台截圖）", "社交平台截圖", None, None), ("（Ig截圖）", "Ig截圖", None, None),
    ("（fb截圖）", "fb截圖", None, None), ("(何永賢fb截圖)", "何永賢fb截圖", None, None), ("（YouTube頻道「HUMA LO」影片截圖）", "YouTube頻道「HUMA LO」影片截圖", None, None),
    ("（方保僑提供影片截圖）", "方保僑提供影片截圖", None, None), ("微博截圖", "微博截圖", None, None), ("網頁截圖", "網頁截圖", None, None), ("（明報製圖）", "明報製圖", None, "明報"), ("（香港01製圖）", "香港01製圖", None, "香港01"),
    ("（01製圖）", "01製圖", None, "香港01"), ("（Ig圖片 / 明報製圖）", "Ig圖片 / 明報製圖", None, "明報"), ("（網上圖片/明報製圖）", "網上圖片/明報製圖", None, "明報"), ("（法新社／明報製圖）", "法新社／明報製圖", None, "法新社"),
    ("（Getty Images/明報製圖）", "Getty Images/明報製圖", None, "Getty Images"), ("（資料圖片、明報製圖）", "資料圖片、明報製圖", None, "明報"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "credit", "photographer", "agency"), CREDITS_EN + CREDITS_ZH)
def test_credits(text: str, credit: str, photographer: str | None, agency: str | None) -> None:
    caption = "Somebody speaks." if text.isascii() or "courtesy" in text or "Getty" in text else "某人。"
    read = read_caption(f"{caption} {text}" if caption.isascii() else caption + text)
    assert (read.caption, read.credit, read.photographer, read.agency) == (caption, credit, photographer, agency)


def test_prefixes_and_openers() -> None:
    assert read_caption("圖1之1 - 某人（馮凱鍵攝）")[:3] == ("某人", "馮凱鍵攝", "馮凱鍵")
    for text in ("图为某地。", "This undated photo shows a view.", "This photo shows a view.", "A photo shows a view.", "john lee cabinet", "central finance business people"):
        assert read_caption(text)[:2] == (text, None)


# 23.7: line -> kind, title
RELATED: list[tuple[str, tuple[str, str] | None]] = [
    ("READ MORE: One: Two", ("read-more", "One: Two")),
    ("ALSO READ: Chan: ‘One’ it is", ("also-read", "Chan: ‘One’ it is")),
    ("INFOGRAPHICS: One", ("infographic", "One")),
    ("VIDEO: One", ("related", "One")),
    ("PHOTOS: One", ("related", "One")),
    ("GRAPHIC: One", ("related", "One")),
    ("GRAPHICS: One", ("related", "One")),
    ("OPINION: One", ("related", "One")),
    ("RELATED: One", ("related", "One")),
    ("SEE ALSO: One", ("see-also", "One")),
    ("READ ALSO: One", ("also-read", "One")),
    ("WATCH: One", ("related", "One")),
    ("See also: Explainer: One", ("see-also", "Explainer: One")),
    ("See also: HKFP Guide: One", ("see-also", "HKFP Guide: One")),
    ("See also: In Pictures: One", ("see-also", "In Pictures: One")),
    ("See also: Tai Po fire: One", ("see-also", "Tai Po fire: One")),
    ("More from our coverage:– ‘One’: Two", ("related", "‘One’: Two")),
    ("Read more: One", ("read-more", "One")),
    ("Read more here: One", ("read-more", "One")),
    ("阅读更多(Read More)", ("read-more", "")),
    ("Related News:", ("related", "")),
    ("相關新聞", ("related", "")),
    ("相關新聞：某事", ("related", "某事")),
    ("日報新聞-相關報道：", ("related", "")),
    ("其他報道", ("related", "")),
    ("相關閱讀：", ("related", "")),
    ("更多閱讀：", ("read-more", "")),
    ("相關內容", ("related", "")),
    ("延伸閱讀｜某事", ("see-also", "某事")),
    ("同場加映：某事", ("see-also", "某事")),
    ("推薦閱讀", ("related", "")),
    ("推荐阅读", ("related", "")),
    ("相关推荐", ("related", "")),
    # besides the catalogue's
    ("■相關新聞", ("related", "")),
    (">> 相關新聞：某事", ("related", "某事")),
    ("更多相關新聞：某事", ("read-more", "某事")),
    ("EXPLAINER: One", ("related", "One")),
    ("Further reading", ("see-also", "")),
    ("You may also like", ("related", "")),
    # a title's own words, a bare title, a sentence, ages, tags
    ("Explainer: One", None),
    ("In Pictures: One", None),
    ("HKFP Guide: One", None),
    ("HKFP Lens: One", None),
    ("City has plenty of homes to build", None),
    ("Here are the links for parts two and three.", None),
    ("READ  One", None),
    ("下一則某事", None),
    ("(5分鐘前)", None),
    ("關鍵字", None),
    ("相關字詞﹕某苑", None),
    ("標籤：某事", None),
    ("Feature: it is a word", None),
    ("More: it is a word", None),
]


@pytest.mark.parametrize(("line", "related"), RELATED)
def test_related(line: str, related: tuple[str, str] | None) -> None:
    assert read_related(line) == related


# 23.8: lines that are the site's
TRAILERS = [
    "Contact the writer at xyz@chinadailyhk.com", "Contact the writers at a@chinadailyhk.com and b@chinadaily.com.cn", "PDF View", "RT Banner 2021V4.gif", "2022 RT Banner.gif", "621x74 (2).gif", "Latest News",
    "News> Hong Kong> Content", "HongKong> Opinion> Content", "Focus> Offbeat HK> Content", "Opinion> Content", "Home > Photo", "Home / China / HK Macao", "With agency inputs", "Agencies via Xinhua",
    "(China Daily Africa Weekly 10/11/2013 page4)", "The best of China Daily news delivered to you", "Today's Top News", "Editor's Picks", "Most Viewed in 24 Hours", "Share - WeChat",
    "Print Mail Large Medium Small 分享按钮 0", "Global EditionASIA 中文雙語Français", "______________________________", "Last updated: 2025-11-26 HKT 20:34", "Dateline: Hong Kong, China",
    "Type of Story: News Service", "Support HKFP | Policies & Ethics", "Safeguard press freedom; keep it free", "More info here. HKFP also welcomes help", "HKFP’s previous advertising partners.",
    "We accept most cards and PayPal – and more", "Support Team HKFP: Unlock benefits", "Posted in", "Why you can trust SCMP", "Reading Time:3 minutes", "READ FULL ARTICLE", "Advertisement", "TOP PICKS",
    "Get more with myNEWS", "A personalised news feed of stories that matter to you", "Learn more", "SCMP TODAY: INTL EDITION", "This story has been made freely available as a public service. Please",
    "圖片來源：運輸署", "（相片來源：IG@pier）", "Follow the latest live updates here and read about earlier events below.", "Follow our live coverage of the storm below:",
    "Download The Standard app to stay informed", "Translating...", "Content is automatically generated by Microsoft Azure.", "Search Trends", "Error loading player: No playable sources found",
    "Produced by Xinhua Global Service", "Video PlayerClose", "Editor: huaxia", "(Web editor: Xia Peiyao, Liang Jun)", "(Compiled by Feng Zhenglin, edited by Lou Qingqing)", "(责编：岳弘彬、牛镛)", "(完)",
    "Ends/Friday, December 30, 2022", "Issued at HKT 19:45", "NNNN", "■明報報料熱線﹕inews@mingpao.com / 9181 4676", "■歡迎回應editorial@mingpao.com", "■稿例", "■更多娛樂猛料", "發表評論", "(2025-11-28)",
    "↓立即下載星島頭條App↓", "↓↓某事↓↓", "資料來源：", "外滙及黃金報價由路透社提供。期貨指數資料由天滙財經有限公司提供。", "讀大公報PDF版面", "香港商報PDF", "即睇捐助入口", "（來源：某處）", "來源：商台新聞", "来源:香港電台", "編輯：某甲",
    "上 / 下一篇新聞", "往下看更多文章", "相關字詞﹕某苑", "標籤：某事", "#北部都會區 #基建", "關鍵詞：某事", "Copyright © 2025 China Daily", "版權所有 不得轉載", "（全文完）", "###",
]  # fmt: skip
# … and lines that are the story's, or may be
KEPT = [
    "The author is a member of a committee. The views do not reflect those of China Daily.", "Editor's note: It is the first of a series.", "Check out the full transcript of the interview:", "- A headline of another story",
    "(Additional reporting by Reuters)", "(AFP)", "(Please also refer to the Chinese portion of the transcript.)", "（作者為某會主席）", "資料由客戶提供", "【聲明】某事", "資料來源：某處的調查", "Copyright is a right.", "來源：有人說是他，有人說不是。", "圖片來源：有人說是他，有人說不是。", "Home is where it is", "Latest News from the front", "Follow the updates of the plan and you will find the pier", "Follow our reporters",
]  # fmt: skip


@pytest.mark.parametrize("line", TRAILERS)
def test_trailers_go(line: str) -> None:
    assert read_body(paragraphs(["甲。\n\n" + line])).paragraphs == ("甲。",)


@pytest.mark.parametrize("line", KEPT)
def test_what_may_be_the_story_s_stays(line: str) -> None:
    assert read_body(paragraphs(["甲。\n\n" + line])).paragraphs == ("甲。", line)


def test_the_agency_s_part_is_told_by_the_byline() -> None:
    byline, only = byline_in_text([], ["It ends.", "Xinhua contributed to this story"])
    assert ([n.name for n in byline.names], only) == (["Xinhua"], {"Xinhua contributed to this story"})


# 23.9: title -> headline, flags, time, byline
HEADLINES: list[tuple[str, tuple[str, tuple[str, ...], str | None, str | None]]] = [
    ("Exclusive | One", ("Exclusive | One", (), None, None)),
    ("Explainer: One", ("Explainer: One", (), None, None)),
    ("某苑五級火｜某事", ("某苑五級火｜某事", (), None, None)),
    ("One - RTHK", ("One", (), None, None)),
    ("One | South China Morning Post", ("One", (), None, None)),
    ("某事 (23:04)", ("某事", (), "23:04", None)),
    ("某事(羅泳思報道)", ("某事", (), None, "羅泳思報道")),
    ("One – as it happened", ("One – as it happened", (), None, None)),
    ("#hk24hr: Splash", ("#hk24hr: Splash", (), None, None)),
    ("某事（有片）", ("某事", ("有片",), None, None)),
    # besides the catalogue's
    ("某事【附圖】", ("某事", ("附圖",), None, None)),
    ("某事（组图）", ("某事", ("组图",), None, None)),
    ("One [VIDEO]", ("One", ("VIDEO",), None, None)),
    ("One (in Chinese only) (with photo)", ("One", ("in Chinese only", "with photo"), None, None)),
    ("某事--RTHK", ("某事", (), None, None)),
    ("某事――RTHK", ("某事", (), None, None)),
    ("某事【更新】", ("某事【更新】", (), None, None)),
    ("One [2]", ("One [2]", (), None, None)),
    ("（圖）", ("（圖）", (), None, None)),
    ("某欄：某事   ／文：尚東美", ("某欄：某事", (), None, "文：尚東美")),
    ("／文：尚東美", ("／文：尚東美", (), None, None)),
    ("某欄／文：他說，某事", ("某欄／文：他說，某事", (), None, None)),
]


@pytest.mark.parametrize(("text", "headline"), HEADLINES)
def test_headlines(text: str, headline: tuple[str, tuple[str, ...], str | None, str | None]) -> None:
    assert read_headline(text, site_names=("RTHK", "South China Morning Post")) == headline
