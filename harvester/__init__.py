"""Harvester: Hong Kong development news from government and news sites, as JSON Lines that other systems can trust."""

__version__ = "0.1.0"
