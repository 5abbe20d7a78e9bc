"""The HTTP client for the open web: checked addresses, limits, robots.txt, one request a time per
host.
"""
