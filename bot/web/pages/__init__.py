"""The pages, one router a file; `bot.web.app` puts them together."""
