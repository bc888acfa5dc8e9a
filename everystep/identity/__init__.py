"""Who someone is: normalising, pseudonyms and links. Only a few modules may look."""
