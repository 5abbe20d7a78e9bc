"""The courier: takes what is due out of the outbox and posts it, once each, at the agreed rates."""
