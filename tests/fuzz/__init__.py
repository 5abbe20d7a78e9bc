"""A coverage-guided search for bytes that a reader neither reads nor refuses."""
