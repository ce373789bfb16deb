"""What was delivered, read again: export, tail, and the examples of output/README.md."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from harvester.cli import main
from harvester.delivered import News, feeds_of
from harvester.export import csv_chunks
from harvester.feeds import StorageError, final_path, line, sum_up, write_atomic, write_manifest
from harvester.items import SCHEMA, Article, Author, Image, Provenance, Publisher

ROOT = Path(__file__).resolve().parents[2]


def needed(module: str) -> Any:
    """A module of the extra "readers"; the test is skipped without it, or fails where the services are required."""
    if os.environ.get("HARVESTER_SERVICES") == "required":
        return import_module(module)
    return pytest.importorskip(module, reason=f"{module} is not installed: pip install 'harvester[readers]'")


def article(n: int, revision: int = 1, *, published: str | None = "2024-07-31T09:30:00+08:00", status: str = "usable", topics: tuple[str, ...] = ("land-supply",), **more: Any) -> Article:
    made = Article(
        schema=SCHEMA, id=f"rthk_en:{n}", revision=revision, status=status, source="rthk_en",  # type: ignore[arg-type]
        publisher=Publisher("RTHK", "broadcaster", "HK", "https://news.rthk.hk/"), url=f"https://news.rthk.hk/{n}", canonical_url=f"https://news.rthk.hk/{n}",
        headline=f'發展局: "site" {n}, part {revision}', body="One.\n\nTwo, 一地兩檢.", date_published=published, topics=list(topics),
        authors=[Author("Wang Zhan", "person", "writer"), Author("Li Na", "person", "writer")], images=[Image(url="https://news.rthk.hk/p.jpg", caption="A site", credit="Kyle Lam/HKFP")],
        provenance=Provenance(topic_terms={"land-supply": ["site"]}),
    )  # fmt: skip
    return replace(made, **more)


def deliver(output: Path, run: str, *articles: Article, suffix: str = ".jsonl", manifest: bool = True) -> Path:
    path = final_path(output, "articles", date(int(run[:4]), int(run[4:6]), int(run[6:8])), "rthk_en", run, suffix)
    write_atomic(path, [line(a) for a in articles])
    if manifest:
        write_manifest(path, sum_up(path), source="rthk_en", run=run, window=None, first=None, last=None, outcome="complete")
    return path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Three runs: 1 is changed, 3 is withdrawn, 4 is of another day; one file without a manifest."""
    found = tmp_path / "output"
    deliver(found, "20240731T100000Z-rthk_en", article(1), article(2, topics=("railway",)), article(3))
    deliver(found, "20240801T100000Z-rthk_en", article(1, 2), article(4, published="2024-07-31T23:59:00+08:00"))
    deliver(found, "20240802T100000Z-rthk_en", article(3, 2, published=None, status="withdrawn", topics=(), headline=None, body=None, images=[], authors=[]), article(5, published="2024-08-01T00:00:00+08:00"))
    deliver(found, "20240803T100000Z-rthk_en", article(9), manifest=False)
    return found


def harvester(output: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in this process: a second each is saved. With an environment of its own it gets a process of its own."""
    words = ["harvester", *arguments, "-s", f"HARVESTER_OUTPUT={output}"]
    if more:
        return subprocess.run([sys.executable, "-m", "harvester.cli", *words[1:]], capture_output=True, timeout=60, cwd=output.parent, env={**os.environ, "PYTHONPATH": str(ROOT), **more}, check=False)
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.chdir(output.parent), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors), pytest.raises(SystemExit) as ended:
        main(words)
    out.flush()
    written = out.buffer.getvalue()  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(words, ended.value.code or 0, written, errors.getvalue().encode())  # type: ignore[arg-type]


def exported(output: Path, *arguments: str) -> list[tuple[int, int]]:
    done = harvester(output, "export", *arguments)
    assert done.returncode == 0, done.stderr.decode()
    return [(int(r["id"].partition(":")[2]), r["revision"]) for r in map(json.loads, done.stdout.splitlines())]


def test_the_latest_revision_of_what_is_complete(output: Path) -> None:
    assert exported(output) == [(2, 1), (1, 2), (4, 1), (5, 1)], "3 is withdrawn, 9 has no manifest"
    assert exported(output, "--all-revisions", "--withdrawn") == [(1, 1), (2, 1), (3, 1), (1, 2), (4, 1), (3, 2), (5, 1)]
    assert exported(output, "--topic", "railway") == [(2, 1)]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata"])
def test_days_are_hong_kong_days(output: Path, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert exported(output, "--since", "2024-08-01") == [(5, 1)]
        assert exported(output, "--until", "2024-07-31") == [(2, 1), (1, 2), (4, 1)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_csv_keeps_the_words(output: Path, tmp_path: Path) -> None:
    done = harvester(output, "export", "-o", "all.csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_bytes().decode(), newline="")))
    assert len(rows) == 4
    assert (rows[1]["headline"], rows[1]["body"]) == ('發展局: "site" 1, part 2', "One.\n\nTwo, 一地兩檢.")
    assert (rows[1]["authors"], rows[1]["image_credits"]) == ("Wang Zhan | Li Na", "Kyle Lam/HKFP")


@pytest.mark.parametrize("headline", ['=HYPERLINK("http://x","y")', "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", " =1", "\r=1", "＝1", "\x00=1"])
def test_no_cell_is_a_formula(headline: str) -> None:
    """A headline is a site's; a spreadsheet would run it."""
    record = json.loads(line(article(1, headline=headline, authors=[Author(headline, "person", "writer")])))
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_chunks([record])).decode(), newline="")))
    assert (rows[0]["headline"], rows[0]["authors"]) == (f"'{headline}", f"'{headline}")
    assert rows[0]["date_published"] == record["date_published"]


def test_a_record_of_another_shape_is_named() -> None:
    with pytest.raises(StorageError, match="rthk_en:1: a record of another shape"):
        list(csv_chunks([{"id": "rthk_en:1", "images": {"a": 1}}]))


def test_parquet_keeps_the_nesting(output: Path, tmp_path: Path) -> None:
    pq = needed("pyarrow.parquet")
    done = harvester(output, "export", "-o", "all.parquet")
    assert done.returncode == 0, done.stderr
    rows = pq.read_table(tmp_path / "all.parquet").to_pylist()
    assert [row["id"] for row in rows] == ["rthk_en:2", "rthk_en:1", "rthk_en:4", "rthk_en:5"]
    assert rows[1]["date_published"].isoformat() == "2024-07-31T09:30:00+08:00"
    assert (rows[1]["images"][0]["credit"], rows[1]["provenance"]["topic_terms"]) == ("Kyle Lam/HKFP", [("land-supply", ["site"])])
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst"])
def test_packed_feeds_are_read_and_written(tmp_path: Path, suffix: str) -> None:
    if suffix.endswith("zst"):
        pytest.importorskip("backports.zstd", reason="zstd is not installed")
    deliver(tmp_path / "output", "20240731T100000Z-rthk_en", article(1), suffix=suffix)
    assert exported(tmp_path / "output") == [(1, 1)]
    assert harvester(tmp_path / "output", "export", "-o", f"x{suffix}").returncode == 0
    assert (tmp_path / f"x{suffix}").read_bytes()[:2] in (b"\x1f\x8b", b"\x28\xb5")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "--topic", "landsupply"), "no topic named"),
        (("export", "--source", "rthk"), "did you mean"),
        (("export", "--since", "soon"), "is no date"),
        (("export", "--format", "parquet"), "name a file with -o"),
        (("export", "rthk_en"), "--source rthk_en"),
        (("tail", "-n", "-1"), "-n takes 0 to"),
    ],
)
def test_wrong_words_are_one_line(output: Path, arguments: tuple[str, ...], words: str) -> None:
    done = harvester(output, *arguments)
    errors = done.stderr.decode()
    assert (done.returncode, words in errors, len(errors.splitlines())) == (2, True, 1), errors


def test_a_damaged_feed_is_named_and_leaves_no_half_export(output: Path, tmp_path: Path) -> None:
    feed = next(output.rglob("20240801*.jsonl"))
    feed.write_bytes(feed.read_bytes()[:-40])
    done = harvester(output, "export", "-o", "all.jsonl")
    assert (done.returncode, feed.name in done.stderr.decode()) == (5, True), done.stderr
    assert not (tmp_path / "all.jsonl").exists()


def test_tail_tells_what_comes_and_ends_with_its_reader(output: Path) -> None:
    command = [sys.executable, "-m", "harvester.cli", "tail", "-n", "1", "--every", "0.1"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=output.parent, env={**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_OUTPUT": str(output)})
    assert child.stdout is not None
    assert json.loads(child.stdout.readline())["id"] == "rthk_en:5"
    deliver(output, "20240804T100000Z-rthk_en", article(10), article(11))
    assert [json.loads(child.stdout.readline())["id"] for _ in range(2)] == ["rthk_en:10", "rthk_en:11"]
    child.stdout.close()  # the reader goes away while nothing comes
    assert child.wait(timeout=10) == 0
    assert child.stderr is not None
    assert child.stderr.read() == b""
    child.stderr.close()


def test_tail_into_head(output: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m harvester.cli tail -n 4 --no-follow | head -n 1", shell=True, capture_output=True, timeout=30, cwd=output.parent, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HARVESTER_OUTPUT": str(output)},
    )  # fmt: skip
    assert (len(done.stdout.splitlines()), done.stderr) == (1, b"")


def test_news_is_what_came_since(output: Path) -> None:
    news = News(output)
    assert news.look() == []
    late = deliver(output, "20240802T110000Z-rthk_en", article(12))
    assert news.look() == [late]
    assert news.look() == []
    assert late in feeds_of(output)


# --- the examples of output/README.md ---------------------------------------------------------------------------------------

README = (ROOT / "output" / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.+?)```", README, re.DOTALL)
    assert found, language
    return found


def test_the_jq_examples(output: Path) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    latest, credits = [block for block in blocks("sh") if block.startswith("find")]
    done = subprocess.run(["sh", "-c", latest], capture_output=True, text=True, timeout=30, cwd=output.parent, check=True)
    assert [row.split("\t")[0] for row in done.stdout.splitlines()][-2:] == ["2024-07-31T23:59:00+08:00", "2024-08-01T00:00:00+08:00"]
    done = subprocess.run(["sh", "-c", credits], capture_output=True, text=True, timeout=30, cwd=output.parent, check=True)
    assert done.stdout.split()[1:] == ["Kyle", "Lam/HKFP"]


def test_the_pandas_example(output: Path) -> None:
    needed("pandas")
    (block,) = blocks("python")
    next(output.rglob("20240803*.jsonl")).unlink()
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, timeout=60, cwd=output.parent, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"rthk_en\s+4", done.stdout)


def test_the_duckdb_example(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = needed("duckdb")
    (block,) = blocks("sql")
    next(output.rglob("20240803*.jsonl")).unlink()
    monkeypatch.chdir(output.parent)
    view, sources, topics = [text for text in block.split(";\n") if text.strip()]
    with duckdb.connect() as database:
        database.execute(view)
        ((source, number, newest),) = database.execute(sources).fetchall()
        assert (source, number, newest.astimezone().timestamp()) == ("rthk_en", 4, 1722441600)
        assert dict(database.execute(topics).fetchall()) == {"land-supply": 3, "railway": 1}


def test_the_harvester_examples(output: Path) -> None:
    for text in blocks("sh")[0].splitlines():
        words = text.split("#")[0].split("|")[0].split()
        if "parquet" in words:
            needed("pyarrow")
        if words[1] == "tail":
            continue
        done = harvester(output, *words[1:])
        assert done.returncode == 0, (text, done.stderr)
