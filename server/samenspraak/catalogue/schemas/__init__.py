"""The shapes of tables of values: the format they are exchanged in, requests and views."""
