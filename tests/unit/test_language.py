"""Language and script, told by the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize import language
from harvester.normalize.language import read_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The Lands Department announced today the results of the tender.", "en"),
        ("Gov’t plans – “online platform” for relief (大埔宏福苑 in Chinese)", "en"),
        ("發展局今日公布，北部都會區的最新進展。", "zh-Hant-HK"),
        ("【有線新聞】政府的選舉論壇未來兩日都取消", "zh-Hant-HK"),
        ("屋苑大維修獲批准，標準如下", "zh-Hant-HK"),
        ("李家超主持跨部门紧急会议应对香港大埔火灾", "zh-Hans-CN"),
        ("特区政府成立“大埔宏福苑援助基金”", "zh-Hans-CN"),
        ("新华社引述“發展局”表示，特区政府会议将于下周举行，届时会公布详细时间表", "zh-Hans-CN"),
        # a Hong Kong release with names and accounts in Latin letters; a quotation in the other script
        ("恒生銀行 Hang Seng Bank Support Fund for Wang Fuk Court in Tai Po 港元 HKD 帳戶號碼為 012-875-2-190159-7，請註明", "zh-Hant-HK"),
        ("新華社引述：“应对火灾”，特區政府發言人說，會議將於下周舉行，屆時會公布詳細時間表", "zh-Hant-HK"),
    ],
)
def test_language(text: str, tag: str) -> None:
    assert read_language(text) == tag


@pytest.mark.parametrize("text", ["", "12345", "GBA", "香港", "。！？", "ABC 12", "\ud800"])
def test_too_little_is_the_default(text: str) -> None:
    assert read_language(text) is None
    assert read_language(text, default="zh-Hant-HK") == "zh-Hant-HK"


def test_chinese_that_both_scripts_write_alike() -> None:
    assert read_language("大埔居民入住", default="zh-Hans-CN") == "zh-Hans-CN"
    assert read_language("大埔居民入住", default="en") == "zh-Hant-HK"


def test_the_tables_share_no_character() -> None:
    traditional, simplified = (set(p.pattern[1:-1]) for p in (language._ONLY_TRADITIONAL, language._ONLY_SIMPLIFIED))
    assert not traditional & simplified
    assert min(len(traditional), len(simplified)) > 100
    # written in Hong Kong every day, though a simplified form too
    assert not simplified & set("准里台后面只松干复余云征范郁划志制周游")


@given(st.text(max_size=200), st.sampled_from([None, "en", "zh-Hant-HK"]))
def test_total(text: str, default: str | None) -> None:
    assert read_language(text, default=default) in {default, "en", "zh-Hant-HK", "zh-Hans-CN"}


@pytest.mark.parametrize("unit", ["a", "發", "a發 ", " "])
def test_only_the_opening_is_read(unit: str) -> None:
    started = time.process_time()
    read_language(unit * 1_000_000)
    assert time.process_time() - started < 1
