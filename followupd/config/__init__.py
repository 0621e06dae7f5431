"""What the user wants: the configuration, read from YAML and checked. Pure."""
