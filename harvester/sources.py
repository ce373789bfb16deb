"""The catalogue: every source there is, found by name or by the address of an article. There is no registry to edit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from harvester.errors import UsageError
from harvester.source import split_host

if TYPE_CHECKING:
    from harvester.spider import ArticleSpider


class Catalogue:
    """All article spiders, by name. Example: Catalogue.load().by_url("https://www.info.gov.hk/gia/…").name"""

    def __init__(self, spiders: Iterable[type[ArticleSpider]]) -> None:
        self.spiders = dict(sorted((s.name, s) for s in spiders))
        self._hosts: dict[str, list[type[ArticleSpider]]] = {}
        self._asked: tuple[str, tuple[type[ArticleSpider], ...]] = ("", ())

    @classmethod
    def load(cls, settings: Any = None) -> Catalogue:
        """Every spider below SPIDER_MODULES. Errors: UsageError naming the module that cannot be imported, or a name used twice."""
        from harvester.spider import ArticleSpider

        modules = settings.getlist("SPIDER_MODULES") if settings is not None else ["harvester.spiders"]
        found: dict[str, type[ArticleSpider]] = {}
        for root in modules:
            for module in _modules(root):
                for value in vars(module).values():
                    if not (isinstance(value, type) and issubclass(value, ArticleSpider) and value.__module__ == module.__name__):
                        continue
                    if not getattr(value, "name", None):
                        continue
                    if found.setdefault(value.name, value) is not value:
                        raise UsageError(f"two sources are named {value.name}: {found[value.name].__module__} and {value.__module__}")
        return cls(found.values())

    def __iter__(self) -> Iterator[type[ArticleSpider]]:
        return iter(self.spiders.values())

    def get(self, name: str) -> type[ArticleSpider]:
        """A source by name. Errors: UsageError with the nearest names."""
        if name in self.spiders:
            return self.spiders[name]
        near = difflib.get_close_matches(name, self.spiders, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "; see harvester sources"
        raise UsageError(f"no source named {name!r}{hint}")

    def by_url(self, url: str) -> type[ArticleSpider] | None:
        """The source whose article an address is, the first of several; None if it is nobody's."""
        return next(iter(self.claimants(url)), None)

    def claimants(self, url: str) -> tuple[type[ArticleSpider], ...]:
        """All sources whose article an address is: editions may share their form of address (info.gov.hk in English and Chinese)."""
        if self._asked[0] != url:  # a reader asks for the source and then for its twins
            self._asked = url, tuple(s for s in self._at(url) if s.source.article_key(url) is not None)
        return self._asked[1]

    def at_hosts(self, hosts: Iterable[str]) -> tuple[type[ArticleSpider], ...]:
        """The sources of some hosts, in the catalogue's order: those at home there; where nobody is, those whose lists lead there.

        hosts  names without port. Example: at_hosts({"www.info.gov.hk"}) are its editions, and not the departments that list its releases.
        """
        found: set[str] = set()
        for host in hosts:
            owners = [s for s in self if s.source.owns_host(host)]
            found.update(s.name for s in [s for s in owners if _at_home(s.source.home, host)] or owners)
        return tuple(s for s in self if s.name in found)

    def _at(self, url: str) -> list[type[ArticleSpider]]:
        """The sources that have articles at an address's host."""
        split = split_host(url)
        if split is None:
            return []
        host = split[0]
        candidates = self._hosts.get(host)
        if candidates is None:
            owners = [s for s in self if s.source.owns_host(host)]
            # a department's list may lead to releases on another site: its pages belong to the source that is at home there
            candidates = self._hosts[host] = sorted(owners, key=lambda s: not _at_home(s.source.home, host))
        return candidates


def _at_home(home: str, host: str) -> bool:
    """Whether a host is a source's own: _at_home("https://www.hkma.gov.hk/eng/", "api.hkma.gov.hk")."""
    split = split_host(home)
    return split is not None and f".{host}".endswith(f".{split[0].removeprefix('www.')}")


def _modules(root: str) -> Iterator[Any]:
    try:
        package = import_module(root)
        yield package
        for info in walk_packages(getattr(package, "__path__", []), root + "."):
            root = info.name
            yield import_module(info.name)
    except Exception as error:
        raise UsageError(f"{root} cannot be imported: {type(error).__name__}: {error}") from error
