"""The journal's websocket."""
