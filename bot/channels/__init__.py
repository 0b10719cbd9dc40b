"""Where messages come in and replies go out, a module or folder per channel."""
