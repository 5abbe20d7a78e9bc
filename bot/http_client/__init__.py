"""HTTP to the open web: checked addresses, limits, robots.txt, one request at a time per host."""
