"""commands – the commands of the command line, one a module, each as `command`."""
