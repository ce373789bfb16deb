"""Every Scrapy setting that is changed, one line of reason each."""

import os

from harvester.pipelines import STEPS

BOT_NAME = "harvester"
SPIDER_MODULES = ["harvester.spiders"]
COMMANDS_MODULE = "harvester.commands"

# --- who we are and how politely we ask -------------------------------------------------------------------------------
HARVESTER_CONTACT = os.environ.get("HARVESTER_CONTACT") or "https://github.com/harvester-hk/harvester"  # set yours: sites should be able to reach the operator
USER_AGENT = "harvester/0.1 (+{contact})"  # honest; {contact} is HARVESTER_CONTACT
ROBOTSTXT_OBEY = True  # the library's default is not to
CONCURRENT_REQUESTS = 16  # over all hosts; each host has its own pace
DOWNLOADER = "harvester.pacing.Downloader"  # one pace a host for all spiders of a process
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one at a time, unless a source says otherwise
DOWNLOAD_DELAY = 1.0  # seconds between requests to a host; a source may ask for more
AUTOTHROTTLE_ENABLED = True  # an upper layer only: slows down with the server's latency
AUTOTHROTTLE_START_DELAY = 1.0  # not the five seconds of the default
AUTOTHROTTLE_MAX_DELAY = 30.0
DOWNLOAD_TIMEOUT = 30  # seconds a whole attempt; 180 is too patient
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, decoded too; no article is larger
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
RETRY_TIMES = 2  # three attempts in all
REDIRECT_MAX_TIMES = 10
METAREFRESH_MAXDELAY = 10  # seconds; a page that goes on later is read by people, and so by us

# --- closed doors ---------------------------------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False  # no listening port
REMOTE_CONTROL_ENABLED = False  # on by default since 2.19: a port that runs code
COOKIES_ENABLED = False  # the first cookie makes Scrapy fetch the public suffix list by itself
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default
REFERRER_POLICY = "no-referrer"  # no site learns from us where a link stood
DOWNLOAD_HANDLERS = {
    "http": "harvester.rendering.Handler",  # public addresses only, checked as each connection is made; rendered pages go to a browser
    "https": "harvester.rendering.Handler",
    "file": None, "data": None, "ftp": None, "s3": None,  # http and https only
}  # fmt: skip
HARVESTER_ALLOW_PRIVATE = ()  # "127.0.0.1:8050": private addresses that may be asked all the same; tests, a proxy
HARVESTER_MAX_REQUESTS = 20_000  # a source and run; a trap that grows addresses ends there
DNS_TIMEOUT = 10  # seconds

# --- pages that need a browser (harvester/rendering/) ------------------------------------------------------------------
SPLASH_URL = os.environ.get("SPLASH_URL")  # http://127.0.0.1:8050; `harvester splash` starts one
HARVESTER_RENDERER = os.environ.get("HARVESTER_RENDERER")  # splash (the default where SPLASH_URL is set) or playwright
HARVESTER_CHROMIUM = os.environ.get("HARVESTER_CHROMIUM")  # path of the Chromium for playwright; found by itself if not set
REQUEST_FINGERPRINTER_CLASS = "harvester.rendering.Fingerprinter"  # tells scrapy-splash requests apart by their arguments

# --- cost -----------------------------------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 4  # 100 worker tasks a response cost 0.5-0.9 ms a page
LOG_LEVEL = "INFO"  # DEBUG logs every item
LOG_SHORT_NAMES = True
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # "unchanged" is no warning

# --- what comes out -------------------------------------------------------------------------------------------------------
HARVESTER_OUTPUT = os.environ.get("HARVESTER_OUTPUT") or "output"  # feeds, rejects, run reports and the ledger live below it
HARVESTER_ARCHIVE = None  # a directory: keep every response read as WARC
HARVESTER_REPLAY = None  # WARC files to answer from instead of the network
HARVESTER_FULL_INDEX = False  # backfills: indexes are read whole, never answered by "not modified"
HARVESTER_REVISITS = (1, 6, 24, 72, 168)  # hours after publication at which a known article is looked at again; () never
HARVESTER_NO_DELAY = False  # replays ask nobody, so they need not wait
HARVESTER_COMPRESSION = None  # None, "gzip" or "zstd"
HARVESTER_FEED_URI = os.environ.get("HARVESTER_FEED_URI") or None  # s3://bucket/prefix, gs://… or sftp://user@host/…: where feeds go as well
HARVESTER_STREAM = os.environ.get("HARVESTER_STREAM") or None  # output/stream/{source}.jsonl: a file that grows while runs go, for readers that follow it
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"jsonl": "harvester.feeds.RecordExporter"}
FEED_STORAGES = {"": "harvester.feeds.AtomicFeedStorage", "file": "harvester.feeds.AtomicFeedStorage", "sftp": "harvester.upload.SftpFeedStorage"}
FEED_URI_PARAMS = "harvester.extensions.feed_params"  # the run's own paths
FEEDS = {
    "%(articles_feed)s": {"format": "jsonl", "item_filter": "harvester.extensions.ArticlesOnly", "overwrite": True},
    "%(rejects_feed)s": {"format": "jsonl", "item_filter": "harvester.extensions.RejectsOnly", "overwrite": True},
}
FEED_STORE_EMPTY = False  # a run with nothing new leaves a report, not an empty feed

ITEM_PROCESSOR = "harvester.alive.Pipelines"  # a SystemExit in one would hang the process, a failure at its end be green
ITEM_PIPELINES = {path: order for order, path in STEPS} | {"harvester.pipelines.revisions.Revisions": 900}
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider says it, with the next step
ROBOTSTXT_USER_AGENT = "harvester"  # the name that robots.txt may address
DOWNLOADER_MIDDLEWARES = {
    "harvester.rendering.RendererWanted": 50,  # ends rendered requests, said once, where there is no renderer
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # fetches all when robots.txt is unreachable
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # ends in exceptions at a bad Location, or in silence
    "harvester.redirects.Redirect": 600,  # says what is wrong with it
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # knows no Refresh header, follows pages that reload themselves
    "harvester.redirects.Refresh": 580,  # does, and does not
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # takes requests without a word
    "harvester.middlewares.Offsite": 50,  # names what it takes
    "harvester.middlewares.Robots": 100,  # fails closed, honors Crawl-delay
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes half a gzip stream for the page
    "harvester.whole.Decode": 590,  # whole bodies or none
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # asks again at once
    "harvester.whole.Retry": 550,  # when the server says, or a little later each time
    "harvester.middlewares.Breaker": 540,  # hosts that are down; outside the retries
    "harvester.middlewares.Budget": 110,  # an end to every run
    "harvester.middlewares.Identify": 390,  # the honest user agent, with the contact filled in
    "harvester.middlewares.Known": 560,  # known articles that need no second look; conditional requests
    "harvester.archive.ArchiveMiddleware": 880,  # what came over the wire, before it is decoded
}
SENTRY_DSN = os.environ.get("SENTRY_DSN")  # errors, and runs that are not ok, go to this Sentry
SPIDERMON_ENABLED = os.environ.get("SPIDERMON_ENABLED")  # "1": Spidermon runs its monitors
SPIDERMON_ENGINE_STOP_MONITORS = ["harvester.monitors.RunMonitors"]  # after the run report is written
EXTENSIONS = {
    "harvester.hooks.Hooks": 5,  # Sentry and Spidermon, where they are set; before the delivery takes its lock
    "harvester.extensions.Delivery": 10,  # lock, recovery, manifest, ledger commit, run report
    "scrapy.extensions.memusage.MemoryUsage": None,  # looks once a minute, too late for anything
}
STATS_DUMP = False  # the run report tells the same in fewer words
