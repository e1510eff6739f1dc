"""Record kinds: one readable declaration gives list, page, form, import, export and API."""
