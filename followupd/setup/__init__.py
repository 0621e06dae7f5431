"""From nothing to a running followupd: finding servers, first files, checking, examining."""
