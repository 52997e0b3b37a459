"""The error tree: everything the library raises on purpose.

    PaperAtlasError
    ├── InputError            a source of papers cannot be read (file, line, paper)
    │   ├── FormatError       the file as a whole is not what it should be
    │   ├── PaperError        one paper in it is not usable
    │   └── InputErrors       several of these at once
    ├── AnnotationError       an annotation or gold record breaks the rules of the vocabulary
    ├── CurationError         a file of curation is wrong or contradicts itself (line, column)
    ├── AtlasError            an atlas directory is missing, foreign, damaged or in use
    ├── StoreError            a database is unreachable, refuses the login or answers wrongly
    │   └── QueryError        a Cypher statement is refused or fails
    ├── NameLookupError       a name is unknown or belongs to several nodes
    │   ├── UnknownNameError
    │   └── AmbiguousNameError
    └── UsageError            something was asked in a way that nothing is asked

Each message says what is wrong, where it stood and what would be right. Only the
command line turns them into exit codes.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError


class PaperAtlasError(Exception):
    """Base of every error that paperatlas raises on purpose."""


class InputError(PaperAtlasError):
    """A source of papers cannot be read.

    Args:
        problem: What is wrong and what would be right, as one sentence without a full stop.
        file: The file as the user named it, or ``<stdin>``.
        line: The line the problem stands in, counted from 1, where there is one.
        paper: The id or title of the paper, where it is known.

    Example:
        >>> str(InputError("not JSON", file="papers.jsonl", line=3))
        'papers.jsonl:3: not JSON'
    """

    def __init__(
        self, problem: str, *, file: str, line: int | None = None, paper: str | None = None
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.paper = paper
        where = file if line is None else f"{file}:{line}"
        about = "" if paper is None else f" (paper {paper!r})"
        super().__init__(f"{where}: {problem}{about}")


class FormatError(InputError):
    """A file as a whole is not usable: empty, binary, a directory, of no known format."""


class PaperError(InputError):
    """One paper is not usable: no abstract, a line that is not JSON, an id used twice."""


class InputErrors(InputError):  # noqa: N818  # it is several
    """Several errors of the input, raised together; the message lists the first twenty.

    Args:
        errors: All of them, in input order, at least one.

    Example:
        >>> a, b = (InputError("not JSON", file="papers.jsonl", line=n) for n in (3, 7))
        >>> print(InputErrors([a, b]))
        2 problems in the input:
        papers.jsonl:3: not JSON
        papers.jsonl:7: not JSON
    """

    LISTED = 20

    def __init__(self, errors: Sequence[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("several problems", file=self.errors[0].file, line=self.errors[0].line)
        lines = [str(error) for error in self.errors[: self.LISTED]]
        more = len(self.errors) - len(lines)
        if more:
            lines.append(f"… and {more} more")
        self.args = ("\n".join([f"{len(self.errors)} problems in the input:", *lines]),)


class AnnotationError(PaperAtlasError):
    """An annotation breaks the vocabulary: an unknown type, offsets outside the text."""


class CurationError(PaperAtlasError):
    """A file of curation cannot be read, says what nothing can mean, or contradicts itself.

    Args:
        problem: What is wrong and what would be right, as one sentence without a full stop.
        file: The file as the user named it.
        line: The line the problem stands in, counted from 1, where there is one.
        column: The column, counted from 1.

    Example:
        >>> str(CurationError("a name is missing", file="atlas.yaml", line=3, column=7))
        'atlas.yaml:3:7: a name is missing'
    """

    def __init__(
        self, problem: str, *, file: str, line: int | None = None, column: int | None = None
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.column = column
        where = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{where}: {problem}")


class AtlasError(PaperAtlasError):
    """An atlas directory is missing, is no atlas, is damaged or is being written."""


class StoreError(PaperAtlasError):
    """A database cannot be reached, refuses the login, or fails."""


class DamagedStoreError(StoreError):
    """The file of the embedded database is not what it should be."""


class QueryError(StoreError):
    """A Cypher statement is refused because it does more than read, or fails to run."""


class NameLookupError(PaperAtlasError):
    """A name does not lead to exactly one node."""


class UnknownNameError(NameLookupError):
    """No node has this name.

    Args:
        name: What was asked for.
        nearest: Names that do exist, the most similar first.
    """

    def __init__(self, name: str, *, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"; the nearest are: {', '.join(self.nearest)}" if nearest else ""
        super().__init__(f"nothing is called {name!r} here{hint}")


class AmbiguousNameError(NameLookupError):
    """A name belongs to several nodes.

    Args:
        name: What was asked for.
        ids: The ids of all nodes of that name, sorted.
    """

    def __init__(self, name: str, *, ids: Sequence[str]) -> None:
        self.name = name
        self.ids = tuple(ids)
        super().__init__(f"{name!r} names several nodes, ask by id: {', '.join(self.ids)}")


class UsageError(PaperAtlasError):
    """There is no such question, or it takes other arguments; the message shows the usage."""


def system_words(error: OSError) -> str:
    """What the system says of a file, without the number of the error.

    Example:
        >>> system_words(OSError(28, "No space left on device", "runs/last.pt"))
        'runs/last.pt: No space left on device'
    """
    file = "" if error.filename is None else f"{error.filename}: "
    return f"{file}{error.strerror or error}"


def first_problem(error: ValidationError, *, whole: str = "the line") -> str:
    """The first of what is wrong with a value: its field, or the whole, and what that should be.

    Example:
        >>> from schemas import Paper
        >>> try:
        ...     Paper.model_validate({"id": "p", "title": "A", "abstract": "B", "year": "soon"})
        ... except ValidationError as error:
        ...     first_problem(error)[:37]
        'year: Input should be a valid integer'
    """
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or whole
    return f"{field}: {first['msg']}"
