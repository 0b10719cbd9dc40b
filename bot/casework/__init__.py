"""A report of a household at risk and the case that follows from it. Pure: no framework, no database, no settings."""
