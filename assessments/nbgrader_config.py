"""nbgrader's settings for this course folder: `nbgrader` commands and the formgrader read them when they start here.

They make nbgrader rebuild every submitted notebook from its gradebook and ask Holdfast for the points: a learner's
code is never run. Settings of your own go below the last line.
"""

from pathlib import Path

from holdfast.nbgrader_bridge.settings import configure

configure(get_config(), Path(__file__).resolve().parent)
