"""The sections of the bench: each has run(quick) → a result that can be written as JSON."""
