"""HTTP to the open web: checked addresses, size limits, robots.txt, one request a host at a time."""
