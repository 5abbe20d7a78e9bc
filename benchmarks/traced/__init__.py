"""What trips.py runs inside of the traced processes."""
