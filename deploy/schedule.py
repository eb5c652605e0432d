"""What the clock runs: dotted name -> seconds between two runs. Every job may run twice, or late."""

SCHEDULE = {
    "petitions.jobs.tick": 60,
    "organize.jobs.send_waiting_mail": 60,
    "petitions.jobs.send_waiting_codes": 60,
    "petitions.jobs.shred": 24 * 3600,
    "organize.jobs.mark_overdue": 3600,
    "organize.jobs.clear_sessions": 3600,
    "organize.jobs.end_invitations": 3600,
}
