"""From the corpus to what search reads: vectors, words and records, brought in line with the corpus."""
