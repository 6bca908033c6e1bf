"""`python -m bot` is `alinea`."""

from bot.cli import main

if __name__ == "__main__":
    main()
