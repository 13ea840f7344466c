"""A table of terms as people have it, CSV or Markdown, becomes a new glossary file."""
