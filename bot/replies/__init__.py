"""From what was found to what a person reads: channel-neutral replies; all wording is in wording/*.yml."""
