"""How fast, and against whom: each figure a ratio, both sides measured in one run."""
