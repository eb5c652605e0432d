"""Every address of a public petition, and what it takes to pass there. tests/test_access.py misses none."""

READ = {"petition-read"}
EDIT = set(
    "petition-edit holder-add holder-remove petition-open petition-close petition-reopen petition-list petition-erase "
    "name-moderate sheet-record sheet-remove sheet-rows contact-export".split()
)
# From its opening on, for everybody
PUBLIC = set(
    "petition-show petition-sign petition-confirm petition-leave petition-leave-confirm petition-names "
    "petition-names-after petition-count petition-challenge".split()
)
PETITION_ADDRESSES = {f"petition-desk:{name}" for name in READ | EDIT | {"petition-draft"}}
PETITION_ADDRESSES |= {f"petition:{name}" for name in PUBLIC}
