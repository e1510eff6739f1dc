"""The least a Django application does for a list: what our pages are measured against."""
