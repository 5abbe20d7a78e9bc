"""How a digest gets out: composed once, written down before it is due, sent once."""
