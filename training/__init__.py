"""Trains the models that the package contains; nothing in it runs in the bot."""
