"""The look at the mailbox: which mails are new, what each changes, and the receipt."""
