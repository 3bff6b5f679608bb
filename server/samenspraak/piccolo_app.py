"""All tables of the product, and the one history of migrations they share."""

from piccolo.conf.apps import AppConfig, table_finder

from samenspraak.settings import resource

CAPABILITIES = (
    "journal",
    "files",
    "identity",
    "catalogue",
    "procurement",
    "workspaces",
    "dialogue",
    "drafting",
    "commitments",
    "agreements",
    "search",
)

APP_CONFIG = AppConfig(
    app_name="samenspraak",
    migrations_folder_path=str(resource("migrations")),
    table_classes=table_finder(
        [f"samenspraak.{name}.tables" for name in CAPABILITIES], exclude_imported=True
    ),
)
