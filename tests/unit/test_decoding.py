"""Labels lie, bytes less so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.decoding import decode

TRADITIONAL = "香港發展局今日公布北部都會區最新發展，特區政府表示會在今年內完成，詳情可瀏覽網頁。"
SIMPLIFIED = "香港发展局今日公布北部都会区最新发展，特区政府表示会在今年内完成，国家支持。"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (TRADITIONAL, "utf-8", "big5"),
        (TRADITIONAL, "big5hkscs", "big5"),
        (TRADITIONAL, "big5hkscs", "utf-8"),
        (TRADITIONAL, "big5hkscs", None),
        (SIMPLIFIED, "gb18030", "gb2312"),
        (SIMPLIFIED, "gbk", "iso-8859-1"),
        (TRADITIONAL, "utf-16-le", None),
        ("The “smart” city’s plan — café at Hong Kong", "cp1252", "iso-8859-1"),
    ],
)
def test_the_text_is_read_right(text: str, encoding: str, label: str | None) -> None:
    page = f"<html><head><title>{text}</title></head><body><p>{text * 3}</p></body></html>"
    assert text in decode(page.encode(encoding), label).text


@given(st.binary(max_size=300), st.sampled_from([None, "big5", "utf-8", "nonsense", ""]))
def test_any_bytes_are_read(body: bytes, label: str | None) -> None:
    decoded = decode(body, label)
    assert decoded.utf8.decode("utf-8", "replace") is not None
