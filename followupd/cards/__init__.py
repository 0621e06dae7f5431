"""Who was met: cards, invitations, and the interview's file made of them."""
