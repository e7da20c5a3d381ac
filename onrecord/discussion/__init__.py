"""The discussion's rules, pure: numbers of a thread, what may be decided, what is held, how words are shown."""
