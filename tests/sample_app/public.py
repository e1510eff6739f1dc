"""What later phases may read of this one."""

from tests.sample_app.models import Shelf

__all__ = ["Shelf"]
