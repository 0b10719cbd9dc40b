"""What runs beside the conversation: messages that go out, clocks, retention."""
