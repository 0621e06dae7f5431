"""From nothing to a running service: first files, discovery of servers, check and doctor."""
