"""What the clock runs: dotted name -> seconds between two runs. Every job may run twice, or late."""

SCHEDULE = {
    "petitions.jobs.tick": 60,
    "organize.jobs.send_waiting_mail": 60,
    "petitions.jobs.send_waiting_codes": 60,
    "organize.jobs.send_waiting_typed": 60,
    "organize.jobs.send_some_updates": 60,
    "petitions.jobs.tick_petitions": 300,
    "petitions.jobs.shred": 24 * 3600,
    "petitions.jobs.weigh_assets": 24 * 3600,
    "shareholder.jobs.sweep_fund_reports": 60,
    "shareholder.jobs.remind": 1800,
    "shareholder.jobs.weigh_bands": 24 * 3600,
    "organize.jobs.mark_overdue": 3600,
    "organize.jobs.clear_sessions": 3600,
    "organize.jobs.end_invitations": 3600,
    "organize.jobs.erase_due": 3600,
    "organize.jobs.erase_confirmed": 60,
}
