"""What effort is worth by a buyer's own table: catalogues by edition, measures, counting rules."""
