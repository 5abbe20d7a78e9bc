"""Our HTTP server, which platforms deliver to where they are not asked."""
