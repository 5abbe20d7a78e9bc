"""What benchmarks/week.py is made of: a clock that leaps, a world of places, faults, a table."""
