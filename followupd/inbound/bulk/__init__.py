"""Mail to many: lists, newsletters, advertising."""
