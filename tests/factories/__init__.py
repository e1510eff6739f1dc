"""Made-up records for tests, benchmarks and the demo."""
