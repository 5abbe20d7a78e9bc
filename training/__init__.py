"""The trained model's workshop; nothing in it runs in the bot."""
