"""Pure functions that give meaning to strings read from pages. Nothing here knows Scrapy, the network or the clock."""
