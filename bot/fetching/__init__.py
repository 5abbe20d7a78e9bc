"""Fetching from the open web, safely: every request that leaves for a stranger's server."""
