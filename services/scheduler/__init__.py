"""The scheduler keeps time: the alarms behind every duty, and each invitee's own invitation."""
