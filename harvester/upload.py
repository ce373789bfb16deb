"""Feeds to elsewhere: HARVESTER_FEED_URI names an S3 or GCS bucket or an SFTP directory, and each feed goes there before the ledger commits.

The work is done by Scrapy's own storages (S3, GCS); SFTP is one of ours, as Scrapy has none. Credentials come from where those libraries
look: the environment, an instance's role, a key file, an agent. Never from the address, which is printed and logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import BlockingFeedStorage
from scrapy.utils.misc import build_from_crawler, load_object

from harvester.feeds import BadOutput, StorageError

logger = logging.getLogger(__name__)

SCHEMES = {"s3": "s3", "gs": "gcs", "sftp": "sftp"}
HINTS = {
    "s3": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or use a role",
    "gs": "set GOOGLE_APPLICATION_CREDENTIALS to a key file",
    "sftp": "use a key or an agent, as ssh does",
}


class SftpFeedStorage(BlockingFeedStorage):
    """sftp://user@host:port/directory/file: written under another name, then renamed. Keys and agent as ssh has them; known hosts only."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        try:
            import paramiko
        except ImportError:
            raise NotConfigured("missing paramiko library") from None
        self.paramiko = paramiko
        self.parts = urlsplit(uri)
        self.path = PurePosixPath(unquote(self.parts.path))

    def _store_in_thread(self, file: IO[bytes]) -> None:
        file.seek(0)
        client = self.paramiko.SSHClient()
        client.load_system_host_keys()
        try:
            client.connect(self.parts.hostname or "", self.parts.port or 22, self.parts.username, timeout=30)
            sftp = client.open_sftp()
            made = PurePosixPath("/")
            for part in self.path.parent.parts[1:]:
                made /= part
                try:
                    sftp.stat(str(made))
                except FileNotFoundError:
                    sftp.mkdir(str(made))
            waiting = f"{self.path}.part"
            sftp.putfo(file, waiting)
            sftp.posix_rename(waiting, str(self.path))
        finally:
            client.close()
            file.close()


def check_uri(uri: str) -> str:
    """A HARVESTER_FEED_URI that can be used, without its last slash. Errors: BadOutput, which never repeats a password."""
    try:
        parts = urlsplit(uri)
        assert parts.port != 0
    except (ValueError, AssertionError):
        raise BadOutput("HARVESTER_FEED_URI is no address; write s3://bucket/prefix, gs://bucket/prefix or sftp://user@host/directory") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise BadOutput(f"HARVESTER_FEED_URI is no address of a bucket or directory (scheme {parts.scheme or 'none'}); write s3://bucket/prefix, gs://bucket/prefix or sftp://user@host/directory")
    if parts.password is not None or (parts.username is not None and parts.scheme != "sftp"):
        raise BadOutput(f"HARVESTER_FEED_URI holds credentials; take them out: {HINTS[parts.scheme]}")
    if parts.query or parts.fragment:
        raise BadOutput("HARVESTER_FEED_URI has a query or fragment; write s3://bucket/prefix")
    return uri.rstrip("/")


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of one of its parents
        return False


def uploader(crawler: Any, output: Path) -> Callable[[Path], None] | None:
    """What brings a file below `output` to the same place below HARVESTER_FEED_URI; None when that is not set.

    Errors: at once BadOutput for an address that cannot be used or a library that is missing; when called StorageError.
    """
    uri = crawler.settings["HARVESTER_FEED_URI"]
    if not uri:
        return None
    base = check_uri(uri)
    scheme = urlsplit(base).scheme
    if scheme == "gs" and not _has("google.cloud.storage"):  # Scrapy's storage looks for it when it uploads, at the end of the run
        raise BadOutput("feeds to gs:// need a library (missing google-cloud-storage): pip install 'harvester[gcs]'")
    made = load_object(crawler.settings.getwithbase("FEED_STORAGES")[scheme])

    def storage(target: str) -> Any:
        try:
            return build_from_crawler(made, crawler, target)
        except NotConfigured as error:
            raise BadOutput(f"feeds to {scheme}:// need a library ({error}): pip install 'harvester[{SCHEMES[scheme]}]'") from None

    storage(f"{base}/probe")

    def upload(path: Path) -> None:
        target = f"{base}/{path.relative_to(output).as_posix()}"
        try:
            storage(target)._store_in_thread(path.open("rb"))
        except Exception as error:
            cause = " ".join(str(error).split())[:200] or type(error).__name__
            raise StorageError(f"{target}: not uploaded: {type(error).__name__}: {cause}; mend it ({HINTS[scheme]}) and run again") from error
        logger.info("uploaded %s", target)

    return upload
