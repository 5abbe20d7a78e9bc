"""HTTP to the open web: checked addresses, size limits, robots.txt, one request per host at a time."""
