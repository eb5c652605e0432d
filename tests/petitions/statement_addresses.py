"""The addresses of joint statements by what it takes to pass: for the table of all addresses, and their own tests."""

READ = {
    "statement-read", "statement-languages", "statement-change", "sign-on-desk", "statement-pdf", "statement-csv",
}  # fmt: skip
EDIT = set(
    "statement-edit statement-terms statement-move statement-enlist statement-translate statement-untranslate "
    "statement-text sign-on-add sign-on-import sign-on-edit sign-on-agree sign-on-decide".split()
)
PUBLIC = set(
    "statement-show statement-show-in statement-json statement-roll statement-challenge sign-on-ask sign-on-confirm "
    "sign-on-withdraw sign-on-withdraw-confirm sign-on-consent sign-on-consent-confirm".split()
)
DECLARED = {f"statements-desk:{name}" for name in READ | EDIT | {"statement-draft"}} | {
    f"petitions:{name}" for name in PUBLIC
}
