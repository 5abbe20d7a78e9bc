"""What trips.py runs inside the traced processes."""
