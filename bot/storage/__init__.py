"""What outlasts a process: the answers that were given, the stops, the audit log. SQLite or PostgreSQL."""
