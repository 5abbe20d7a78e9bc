"""The watched folder: the library follows what is written, renamed and removed there."""
