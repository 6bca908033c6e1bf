"""What avenants change: the instruction, the article it aims at, the values before and after, what is then in force."""
