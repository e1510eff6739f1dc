"""Values and tools without models, which every room may use."""
