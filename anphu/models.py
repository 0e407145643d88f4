"""The kit's tables, where Django looks for them."""

from anphu.kit.artifacts import Artifact
from anphu.kit.encryption import DataKey
from anphu.kit.jobs import Heartbeat, Job
from anphu.kit.notices import Notice

__all__ = ["Artifact", "DataKey", "Heartbeat", "Job", "Notice"]
