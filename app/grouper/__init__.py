"""NordDRG: groups a contact by imported definition tables, and explains it."""
