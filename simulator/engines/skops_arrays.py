"""The arrays of an estimator in a skops file, read without scikit-learn: a zip of a schema and one .npy an array."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.errors import Broken

Array = npt.NDArray[Any]


def arrays(path: Path, estimator: str) -> dict[str, Array]:
    """Return the arrays of an estimator by their names, ``coef_`` for instance.

    Parameters
    ----------
    path
        A file that was verified before.
    estimator
        The class that it must hold.

    Raises
    ------
    Broken
        If it holds another class, or is no such file.
    """
    try:
        with zipfile.ZipFile(path) as file:
            schema = json.loads(file.read("schema.json"))
            if schema["__class__"] != estimator:
                raise Broken("resources.wrong_hash", path=path)
            fields = schema["content"]["content"].items()
            return {name: _array(file, node) for name, node in fields if node["__loader__"] == "NdArrayNode"}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Broken("resources.wrong_hash", path=path) from error


def _array(file: zipfile.ZipFile, node: dict[str, Any]) -> Array:
    with file.open(node["file"]) as member:
        read: Array = np.lib.format.read_array(member, allow_pickle=False)
        return read
