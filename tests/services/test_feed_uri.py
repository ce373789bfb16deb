"""HARVESTER_FEED_URI against an S3-compatible server on loopback: in the bucket first, in the ledger after."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harvester.ledger import Ledger
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.services
DAY = date(2024, 7, 31)
SECRET = "wJalrXUtnFEMI-not-a-real-key"


def lacking(reason: str) -> None:
    if os.environ.get("HARVESTER_SERVICES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    try:
        import boto3
        from moto.server import ThreadedMotoServer
    except ImportError:
        lacking("moto and boto3 are not installed: pip install 'harvester[services]'")
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", aws_access_key_id="key", aws_secret_access_key=SECRET, region_name="us-east-1")
    client.create_bucket(Bucket="feeds")
    yield client
    server.stop()


@pytest.fixture
def crawl(s3: Any, tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    with Site(tmp_path, {DAY: 3}) as site:

        def run(uri: str, *arguments: str, endpoint: str = s3.meta.endpoint_url) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", "-a", f"since={DAY}", "-a", f"until={DAY}", *SETTINGS, *arguments]
            environment = {**site.environment, "HARVESTER_FEED_URI": uri, "HARVESTER_OUTPUT": str(tmp_path / "out"), "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": SECRET,
                           "AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"}  # fmt: skip
            return subprocess.run([*command, "-L", "DEBUG"], capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path, check=False)

        yield run


def keys(s3: Any, prefix: str) -> list[str]:
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket="feeds", Prefix=prefix).get("Contents", [])]


def body(s3: Any, key: str) -> bytes:
    found: bytes = s3.get_object(Bucket="feeds", Key=key)["Body"].read()
    return found


@pytest.mark.parametrize(("compression", "suffix"), [("", ".jsonl"), ("gzip", ".jsonl.gz"), ("zstd", ".jsonl.zst")])
def test_in_the_bucket_as_on_the_disk(s3: Any, crawl: Any, tmp_path: Path, compression: str, suffix: str) -> None:
    prefix = f"plain{suffix}"
    done = crawl(f"s3://feeds/{prefix}/", "-s", f"HARVESTER_COMPRESSION={compression}")
    assert done.returncode == 0, done.stderr
    found = keys(s3, prefix)
    assert [key.removeprefix(prefix)[:9] for key in found] == ["/articles"] * 2
    local = next((tmp_path / "out" / "articles").rglob(f"*{suffix}"))
    remote = next(key for key in found if key.endswith(suffix))
    assert body(s3, remote) == local.read_bytes()
    assert remote == f"{prefix}/{local.relative_to(tmp_path / 'out').as_posix()}"
    if compression == "gzip":
        assert len(gzip.decompress(body(s3, remote)).splitlines()) == 3
    manifest = json.loads(body(s3, f"{remote}.manifest.json"))
    assert (manifest["records"], manifest["file"]) == (3, local.name)
    assert SECRET not in done.stderr + done.stdout


def test_not_committed_before_it_is_uploaded(s3: Any, crawl: Any, tmp_path: Path) -> None:
    done = crawl("s3://no-such-bucket/daily")
    assert done.returncode == 5, done.stderr
    assert "not uploaded" in done.stderr
    assert SECRET not in done.stderr + done.stdout
    ledger = Ledger.open(tmp_path / "out" / "state" / "ledger.sqlite", readonly=True)
    assert ledger.lookup("loop:P2024073100000") is None, "the ledger does not believe in it"
    ledger.close()
    assert not list((tmp_path / "out").rglob("*.manifest.json"))
    again = crawl("s3://feeds/daily")
    assert again.returncode == 0, again.stderr
    assert "recovered: 3 records" in again.stderr
    feed = next(key for key in keys(s3, "daily") if key.endswith(".jsonl"))
    assert len(body(s3, feed).splitlines()) == 3


def test_a_server_that_is_down(crawl: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    begun = time.monotonic()
    done = crawl("s3://feeds/down", endpoint=f"http://127.0.0.1:{port}")
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        (f"s3://key:{SECRET}@feeds/x", "holds credentials"),
        ("ftp://host/x", "is no address of a bucket"),
        ("s3:///x", "is no address of a bucket"),
        (f"sftp://me:{SECRET}@host/x", "holds credentials"),
        ("s3://[/x", "is no address"),
    ],
)
def test_addresses_that_cannot_be(crawl: Any, uri: str, words: str) -> None:
    done = crawl(uri)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert SECRET not in done.stderr + done.stdout
