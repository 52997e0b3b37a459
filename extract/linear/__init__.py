"""Linear scorers over readable features: what a paper introduces, and what relates to what."""
