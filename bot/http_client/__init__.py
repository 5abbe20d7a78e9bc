"""The only way out to the open web: checked addresses, limits, robots, one host at a time."""
