"""What every command of `harvester` imports, imported once for tests.crawl.forked; nothing here may start anything."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import walk_packages

from scrapy.settings import default_settings

for name in ("harvester.commands", "harvester.pipelines", "harvester.spiders", "scrapy.commands"):
    for module in walk_packages(import_module(name).__path__, name + "."):
        import_module(module.name)
for kind in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
    for path in getattr(default_settings, f"{kind}_BASE"):
        import_module(path.rpartition(".")[0])
for name in ("archive", "extensions", "hooks", "middlewares", "network", "pacing", "whole"):
    import_module(f"harvester.{name}")
for name in ("dupefilters", "exporters", "logformatter", "pqueues", "squeues", "statscollectors", "utils.engine", "utils.project"):
    import_module(f"scrapy.{name}")
import queuelib  # noqa: E402, F401
import tldextract  # noqa: E402, F401

assert "twisted.internet.reactor" not in sys.modules, "each command chooses its own"
