"""Following feeds: when each is asked, and what becomes of its entries."""
