"""What the figures about extracts are made of: texts, peers, scores and chance."""
