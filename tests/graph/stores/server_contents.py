"""What a Neo4j server holds, beside what our store says of it, and a server without ours."""

from __future__ import annotations

from typing import Any

import neo4j

SCHEMA = "SHOW INDEXES YIELD name, labelsOrTypes, properties ORDER BY name"


def rows_of(driver: neo4j.Driver, statement: str) -> list[list[Any]]:
    """The rows of a statement."""
    return [record.values() for record in driver.execute_query(statement).records]


def clear(driver: neo4j.Driver) -> None:
    """Removes what is ours and what the tests put beside it."""
    for label in ("PaperAtlas", "PaperAtlasVocabulary", "PaperAtlasGraph", "Foreign"):
        driver.execute_query(f"MATCH (n:{label}) DETACH DELETE n")
    for name, *_ in rows_of(driver, SCHEMA):
        if name.startswith("paperatlas_") and name != "paperatlas_id":
            driver.execute_query(f"DROP INDEX {name}")
