"""commands – one module each, with a `command` that takes the arguments and gives the exit code."""
