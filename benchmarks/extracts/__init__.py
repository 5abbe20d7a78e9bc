"""What benchmarks of extracts use: texts, peers, scores and confidence intervals."""
