"""Which function does which kind of job."""

from collections.abc import Callable
from typing import Protocol

from governance_app.registry import Registry


class Progress(Protocol):
    """Told by a job how far it is; also the job's sign of life."""

    def __call__(self, done: int, total: int) -> None:
        """So many of so many steps are done."""


class JobFunction(Protocol):
    """Does the work named by its arguments; must give the same result when repeated."""

    def __call__(self, arguments: dict[str, str], progress: Progress) -> None:
        """Do the work."""


job_functions: Registry[JobFunction] = Registry("job functions")


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Declare the function that does jobs of this kind."""

    def declare(function: JobFunction) -> JobFunction:
        return job_functions.add(kind, function)

    return declare
