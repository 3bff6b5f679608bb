"""Where Piccolo's own tools find the engine and the tables."""

from piccolo.conf.apps import AppRegistry

from samenspraak.database import DB as DB

APP_REGISTRY = AppRegistry(apps=["samenspraak.piccolo_app"])
