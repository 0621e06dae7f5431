"""Work in processes of their own, which hold no secret, no store and no connection."""
