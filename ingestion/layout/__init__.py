"""Layout: from words placed on pages to the common written form (docs/formats.md), whoever placed the words."""
