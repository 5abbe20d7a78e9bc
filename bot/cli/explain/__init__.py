"""`explain`: why each sentence of a piece was taken into its brief, or left."""

from bot.cli.explain.command import register

__all__ = ["register"]
