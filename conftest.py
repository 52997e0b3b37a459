"""Where the libraries of training are missing, their modules are not searched for examples."""

from importlib.util import find_spec

_NEED_TRAINING = (
    *("checkpoints", "datasets", "export", "losses", "network", "run", "scoring", "train"),
    *("soup", "workers", "calibration", "fitting"),
)

collect_ignore = []
if any(find_spec(name) is None for name in ("torch", "transformers", "onnx", "sklearn")):
    collect_ignore += [f"extract/training/{name}.py" for name in _NEED_TRAINING]
