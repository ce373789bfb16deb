"""South China Morning Post. Verified on 12 saved Next.js pages, and one Vue page of 2020; the Drupal pages before go to the generic reader.

Everything is in script#__NEXT_DATA__: full text even behind the meter, authors with their place, instants in epoch milliseconds, captions in
images[].title and in the pictures of the body. Authors may be the house ("SCMP Reporters", types ["no_byline"]), which is no author. The site's archive is in sitemaps of a month,
of all sections; the feeds' are followed.
"""

from __future__ import annotations

from datetime import date

from harvester.discovery import Archive, Feed
from harvester.layout import Layout, css, each, every, script, variable
from harvester.platforms.apollo import article, told
from harvester.platforms.nextjs import scmp_films, scmp_links, scmp_nodes, scmp_pictures
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

A = "props.pageProps.payload.data.article"


class NextData(Layout):
    landmark = script("__NEXT_DATA__", f"{A}.headline")
    textless = True
    canonical = css("link[rel=canonical]::attr(href)")
    headline = script("__NEXT_DATA__", f"{A}.headline")
    description = script("__NEXT_DATA__", f"{A}.subHeadline.text")
    authors = script("__NEXT_DATA__", f"{A}.authors[].join(' in ', [name, location][?@])")
    published = script("__NEXT_DATA__", f"{A}.publishedDate")
    updated = script("__NEXT_DATA__", f"{A}.updatedDate")
    section = script("__NEXT_DATA__", f"{A}.sections[0].value[-1].name")
    paragraphs = script("__NEXT_DATA__", f"{A}.body.json").via(scmp_nodes)
    photos = each(
        every(script("__NEXT_DATA__", f"{A}.images[?type=='leading']"), script("__NEXT_DATA__", f"{A}.body.json").via(scmp_pictures)), url="url", caption="title"
    )
    related = every(
        script("__NEXT_DATA__", f"{A}.body.json").via(scmp_links), each(script("__NEXT_DATA__", f"{A}.moreOnThisArticles"), url="urlAlias", title="headline")
    )
    videos = script("__NEXT_DATA__", f"{A}.body.json").via(scmp_films)
    keywords = script("__NEXT_DATA__", f"{A}.topics[].name")
    live = script("__NEXT_DATA__", f"{A}.liveArticle.id")


CACHED = variable("__APOLLO_STATE__", "contentService").via(article)


class Apollo(Layout):
    """The Vue pages before it."""

    landmark = CACHED
    canonical = css("link[rel=canonical]::attr(href)")
    headline = CACHED.via(told("headline"))
    description = CACHED.via(told("subHeadline")).via(scmp_nodes).joined()
    authors = CACHED.via(told("authors[].join(' in ', [name, location][?@])"))
    published = CACHED.via(told("publishedDate"))
    updated = CACHED.via(told("updatedDate"))
    section = CACHED.via(told("sections[0][-1].name"))
    paragraphs = CACHED.via(told("body")).via(scmp_nodes)
    photos = each(every(CACHED.via(told("images[?title]")), CACHED.via(told("body")).via(scmp_pictures)), url="url", caption="title")
    related = every(CACHED.via(told("body")).via(scmp_links), each(CACHED.via(told("moreOnThisArticles")), url="urlAlias", title="headline"))
    videos = CACHED.via(told("body")).via(scmp_films)
    keywords = CACHED.via(told("topics[].name"))


class ScmpSpider(ArticleSpider):
    """English."""

    name = "scmp"
    source = Source(
        title="South China Morning Post", home="https://www.scmp.com/", hosts=("www.scmp.com", "scmp.com", "amp.scmp.com"),
        article=r"/(?:(?P<section>[a-z-]+)/(?:[^?#]{0,120}?))?article/(?P<id>\d{5,8})/[^?#/]+", kind="newspaper", language="en",
        site_names=("South China Morning Post",), expect=Expect(per_day=(30, 250), silent_hours=6, filled={"authors": 0.9, "images": 0.9}), delay=2.0,
    )  # fmt: skip
    # 2 Hong Kong, 4 China, 92 business, 36 technology
    discovery = (
        *(Feed(f"https://www.scmp.com/rss/{n}/feed", days=2) for n in (2, 4, 92, 36)),
        Archive("https://www.scmp.com/sitemap/archives-0.xml", months=r"/archives/articles/(?P<y>\d{4})_(?P<m>[a-z]{3})\.xml$", first=date(2010, 1, 1),
                only=r"^/(?:article|(?:news/)?(?:hong-kong|china|business|economy|property|tech))/"),
    )  # fmt: skip
    layouts = (NextData, Apollo)
