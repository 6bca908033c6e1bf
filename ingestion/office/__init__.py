"""Office documents: archives of XML, told apart by their parts, brought to the common written form."""
