"""The kit's tables, where Django looks for them."""

from anphu.kit.jobs import Heartbeat, Job

__all__ = ["Heartbeat", "Job"]
