"""A reply → text, rich text or Block Kit: how it looks, never what it says."""
