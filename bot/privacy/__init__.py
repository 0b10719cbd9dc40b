"""What must not be kept as it was typed."""
