"""What runs in a process of its own, so that one contestant's libraries and memory do not touch the other's."""
