"""Receipts: what proves a brief to somebody without the library."""
