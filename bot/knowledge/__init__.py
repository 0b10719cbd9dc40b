"""The structured knowledge base: what the documents say, where, since when. Pure: no framework, no database."""
