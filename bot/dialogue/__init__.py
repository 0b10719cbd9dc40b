"""The conversation: from what was understood and what is remembered to a question; Rasa's agent in our process."""
