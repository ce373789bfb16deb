"""Reads pages by trafilatura, newspaper4k, news-please and Fundus, for measure_generic.py; run by an interpreter that has them.

Standard input: lines {"file", "url"} of gzipped pages. Standard output: lines {"file", reader: {"headline", "published", "modified", "authors",
"body", "captions", "seconds"}}. A reader that fails on a page gives {"error": …}; one that is not installed is left out.

    python3.11 -m venv ~/rivals && ~/rivals/bin/pip install trafilatura 'newspaper4k[zh]' news-please fundus
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from typing import Any


def text(value: Any) -> str | None:
    return value.isoformat() if hasattr(value, "isoformat") else str(value) if value else None


def by_trafilatura(html: str, url: str) -> dict[str, Any]:
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url, favor_precision=True, include_comments=False, with_metadata=True, date_extraction_params={"original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z", "max_date": "2027-01-01"})
    data = found.as_dict() if found is not None and hasattr(found, "as_dict") else (found or {})
    return {"headline": data.get("title"), "published": data.get("date"), "authors": [a.strip() for a in (data.get("author") or "").split(";") if a.strip()], "body": data.get("text")}


def by_newspaper(html: str, url: str) -> dict[str, Any]:
    import newspaper

    article = newspaper.Article(url, language="zh" if sum("\u3400" <= c <= "\u9fff" for c in html) > 400 else "en", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return {"headline": article.title, "published": text(article.publish_date), "authors": list(article.authors), "body": article.text}


def by_news_please(html: str, url: str) -> dict[str, Any]:
    from newsplease import NewsPlease

    found = NewsPlease.from_html(html, url=url, fetch_images=False)
    return {
        "headline": found.title, "published": text(found.date_publish), "modified": text(found.date_modify), "authors": list(found.authors or ()), "body": found.maintext,
    }  # fmt: skip


READERS = {"trafilatura": by_trafilatura, "newspaper4k": by_newspaper, "news-please": by_news_please}


def main() -> int:
    """One line a page."""
    for line in sys.stdin:
        row = json.loads(line)
        with gzip.open(row["file"]) as file:
            html = file.read().decode(row.get("encoding") or "utf-8", "replace")
        told: dict[str, Any] = {"file": row["file"]}
        for name, reader in READERS.items():
            start = time.process_time()
            try:
                told[name] = reader(html, row["url"]) | {"seconds": time.process_time() - start}
            except ImportError:
                continue
            except Exception as error:  # what it does to a page is what is measured
                told[name] = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
