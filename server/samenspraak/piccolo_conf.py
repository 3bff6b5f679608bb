"""Where Piccolo's own tools find the engine and the tables."""

from piccolo.conf.apps import AppRegistry

from samenspraak.database import DB

APP_REGISTRY = AppRegistry(apps=["samenspraak.piccolo_app"])

__all__ = ["APP_REGISTRY", "DB"]
