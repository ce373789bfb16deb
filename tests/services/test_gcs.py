"""HARVESTER_FEED_URI against a server on loopback that speaks Google Cloud Storage: in the bucket first, in the ledger after."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harvester.ledger import Ledger
from tests.crawl.loopback import SETTINGS, Site
from tests.services.conftest import free_port, lacking

pytestmark = pytest.mark.services
DAY = date(2024, 7, 31)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """The bucket "feeds" of an emulator."""
    try:
        from gcp_storage_emulator.server import create_server
        from google.auth.credentials import AnonymousCredentials
        from google.cloud.storage import Client
    except ImportError:
        lacking("gcp-storage-emulator and google-cloud-storage are not installed: pip install 'harvester[services]'")
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True)
    server.start()
    client = Client(project="test", credentials=AnonymousCredentials(), client_options={"api_endpoint": f"http://127.0.0.1:{port}"})
    made = client.create_bucket("feeds")
    yield made
    server.stop()


@pytest.fixture
def crawl(bucket: Any, tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    with Site(tmp_path, {DAY: 3}) as site:

        def run(uri: str, *arguments: str, endpoint: str | None = bucket.client._connection.API_BASE_URL) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", "-a", f"since={DAY}", "-a", f"until={DAY}", *SETTINGS, *arguments]
            environment = {**site.environment, "HARVESTER_FEED_URI": uri, "HARVESTER_OUTPUT": str(tmp_path / "out"), "GOOGLE_CLOUD_PROJECT": "test", "NO_GCE_CHECK": "true"}
            environment.pop("GOOGLE_APPLICATION_CREDENTIALS", None)
            if endpoint:
                environment["STORAGE_EMULATOR_HOST"] = endpoint
            return subprocess.run(command, capture_output=True, text=True, timeout=200, env=environment, cwd=tmp_path, check=False)

        yield run


def believed(tmp_path: Path) -> bool:
    ledger = Ledger.open(tmp_path / "out" / "state" / "ledger.sqlite", readonly=True)
    try:
        return ledger.lookup("loop:P2024073100000") is not None
    finally:
        ledger.close()


@pytest.mark.parametrize(("compression", "suffix"), [("", ".jsonl"), ("gzip", ".jsonl.gz"), ("zstd", ".jsonl.zst")])
def test_in_the_bucket_as_on_the_disk(bucket: Any, crawl: Any, tmp_path: Path, compression: str, suffix: str) -> None:
    prefix = f"plain{suffix}"
    done = crawl(f"gs://feeds/{prefix}/", "-s", f"HARVESTER_COMPRESSION={compression}")
    assert done.returncode == 0, done.stderr
    found = {blob.name: blob for blob in bucket.list_blobs(prefix=prefix)}
    local = next((tmp_path / "out" / "articles").rglob(f"*{suffix}"))
    remote = f"{prefix}/{local.relative_to(tmp_path / 'out').as_posix()}"
    assert sorted(found) == [remote, f"{remote}.manifest.json"]
    assert found[remote].download_as_bytes(raw_download=True) == local.read_bytes()
    manifest = json.loads(found[f"{remote}.manifest.json"].download_as_bytes())
    assert (manifest["records"], manifest["file"]) == (3, local.name)
    assert believed(tmp_path)


def test_not_committed_before_it_is_uploaded(bucket: Any, crawl: Any, tmp_path: Path) -> None:
    done = crawl("gs://no-such-bucket/daily")
    assert done.returncode == 5, done.stderr
    assert "not uploaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert not believed(tmp_path)
    assert not list((tmp_path / "out").rglob("*.manifest.json"))
    again = crawl("gs://feeds/daily")
    assert again.returncode == 0, again.stderr
    assert "recovered: 3 records" in again.stderr
    (feed,) = [blob for blob in bucket.list_blobs(prefix="daily") if blob.name.endswith(".jsonl")]
    assert len(feed.download_as_bytes().splitlines()) == 3
    assert believed(tmp_path)


def test_without_credentials(crawl: Any, tmp_path: Path) -> None:
    done = crawl("gs://feeds/x", endpoint=None)
    assert done.returncode == 5, done.stderr
    assert "GOOGLE_APPLICATION_CREDENTIALS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not believed(tmp_path)


def test_a_library_that_is_missing_is_said_before_the_first_request(crawl: Any, tmp_path: Path) -> None:
    (tmp_path / "google" / "cloud").mkdir(parents=True)
    (tmp_path / "google" / "__init__.py").touch()
    (tmp_path / "google" / "cloud" / "__init__.py").touch()
    done = crawl("gs://feeds/x")
    assert (done.returncode, "pip install 'harvester[gcs]'" in done.stderr) == (2, True), done.stderr
    assert not [line for line in done.stderr.splitlines() if "Traceback" in line]
