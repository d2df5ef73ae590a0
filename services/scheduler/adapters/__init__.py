"""Where the scheduler touches its database, the calendar format and the ticking clock."""
