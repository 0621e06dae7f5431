"""People and interviews taken from vCards, QR codes and calendar invitations."""
