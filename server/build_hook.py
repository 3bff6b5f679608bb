"""Puts the migrations, schemas and built screens into a wheel, and reads its dependencies.

An editable install of a fresh clone has no built frontend, so only a real wheel asks for it.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

BUNDLED = {"migrations": "migrations", "schemas": "schemas", "frontend/dist": "web"}


class BundleHook(BuildHookInterface[Any]):
    """Adds what the server reads at run time and what is not Python."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders under the package, so that nothing lands in site-packages itself."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        if not (root / "frontend/dist/index.html").is_file():
            raise RuntimeError("frontend/dist is missing: run 'make frontend/dist' first")
        for source, target in BUNDLED.items():
            build_data["force_include"][str(root / source)] = f"samenspraak/_bundled/{target}"


class DependenciesHook(MetadataHookInterface):
    """Takes the dependencies from requirements/runtime.in, so that they stand in one place."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Read one requirement a line."""
        lines = (
            (Path(self.root) / "requirements/runtime.in").read_text(encoding="utf-8").splitlines()
        )
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
