"""Feeds that are followed: visits, entries, their times."""
