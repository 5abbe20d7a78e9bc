"""The watched folder: its files are pieces."""
