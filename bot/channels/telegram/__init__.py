"""The chat in Telegram: a process of its own beside the dialogue. What came and what goes stands in the database before anybody is told."""
