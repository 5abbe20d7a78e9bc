"""The command line: `sourcebrief` and its commands, one file for each group of commands."""
