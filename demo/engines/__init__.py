"""Real engines for tests, journeys and people: started here, on loopback, in a folder, and stopped again."""
