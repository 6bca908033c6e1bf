"""From a question to a cited answer, and the surfaces that ask: command line, and later Slack, web, MCP."""
