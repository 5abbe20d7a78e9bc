"""What benchmarks/serving.py is made of: the bots, the people who ask them, and the parts."""
