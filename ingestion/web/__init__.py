"""Web pages: decoded, parsed as browsers do, brought to the common written form."""
