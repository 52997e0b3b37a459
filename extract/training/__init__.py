"""How the shipped model and the shipped lists are made; nothing here runs at extraction time."""
