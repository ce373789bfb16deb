"""The commands of `harvester` (and of `scrapy` in the checkout): one file a command."""
