"""The publisher: turns standing orders that are due into editions in the outbox."""
