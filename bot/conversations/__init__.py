"""What the bot remembers of its conversations: turns and their answers to deliver, choices, ticks, feedback."""
