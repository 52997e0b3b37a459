"""The ledger of a resolution: what it was made of, so that a change costs what it changes."""
