"""Feeds that the library follows: discovery, visits, entries, schedules."""
