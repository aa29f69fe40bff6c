"""Files of the real size and shape, made from nothing, for tests and benchmarks."""
