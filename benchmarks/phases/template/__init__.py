"""A throw-away phase. Which one it is, its folder's name says."""
