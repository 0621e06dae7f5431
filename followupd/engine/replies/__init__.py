"""The candidate's replies by mail: what each is about, and how it is carried out."""
