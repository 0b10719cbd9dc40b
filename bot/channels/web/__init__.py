"""The web door: a phone-first chat page that also works without JavaScript, and the JSON behind it."""
