"""Understanding: Rasa components from the typed message to an intent, ranked schemes and places."""
