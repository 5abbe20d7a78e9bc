"""What benchmarks/week.py uses: a simulated clock, a world of places, faults, a table."""
