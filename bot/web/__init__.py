"""The web reader: conventions as pages, their passages where they stand, and the bot's answers."""
