"""Custom actions, a file per topic: tracker → request → use case → reply."""
