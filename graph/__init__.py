"""The knowledge graph: built, stored, asked, shown."""
