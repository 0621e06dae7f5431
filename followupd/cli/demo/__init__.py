"""`followupd demo`: six weeks after an interview, played by the real daemon in some seconds."""
