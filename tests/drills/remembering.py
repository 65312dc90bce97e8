"""The program, with a memory for tokens that only what it hears of other processes can end."""

from chat.web.api import known_callers

known_callers.REMEMBERED = 1e9

if __name__ == "__main__":
    import main

    main.main()
