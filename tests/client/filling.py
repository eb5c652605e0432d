"""What a person does on the page: open it, fill the form, save a file, choose one."""

from playwright.sync_api import expect

CANARY = "Zoë Canary-Äpfel"
STATE = "main[data-state={}]"


def open_page(page, base, state="ready"):
    page.goto(base)
    expect(page.locator(STATE.format(state))).to_have_count(1)


def fill(page, *, code=None, choice="sealed", name=CANARY):
    if code:
        page.fill("#sign [name=code]", code)
    page.check(f"[name=choice][value={choice}]")
    if choice == "sealed":
        page.select_option("[name=tier]", "25")
    if choice != "count":
        page.fill("[name=name]", name)


def save_file(page, kind, section="done"):
    with page.expect_download() as started:
        page.click(f"#{section} [data-save={kind}]")
    expect(page.locator("[data-status]")).to_contain_text("saved")
    path = started.value.path()
    return started.value.suggested_filename, path.read_bytes()


def choose(page, selector, raw):
    page.set_input_files(selector, {"name": "a.json", "mimeType": "application/json", "buffer": raw})
