"""Pages of documents, one file a topic."""
