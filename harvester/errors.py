"""Errors that a person can act on: one line, and the exit code that goes with it."""

from __future__ import annotations


class HarvesterError(Exception):
    """Something a person can act on. `exit_code`: 1 a bug, 2 usage or start-up, 5 storage, 6 locked."""

    exit_code = 1


class UsageError(HarvesterError):
    """Wrong arguments, settings or input files."""

    exit_code = 2
