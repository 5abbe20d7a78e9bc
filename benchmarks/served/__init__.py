"""What benchmarks/serving.py uses: the bots, the people who ask them, and the parts."""
