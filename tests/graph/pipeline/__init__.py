"""Tests of the spine and of changes to an atlas."""
