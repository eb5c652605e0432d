"""`make demo`: one employee letter from draft to verified release, played over HTTP against a site of its own.

Environment: PORT (default 8000), STAY=0 to end after the verification instead of serving on.
"""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile

from deploy.demo import site as demo_site

STARTED = time.monotonic()


def tell(what, proves=""):
    print(f"{time.monotonic() - STARTED:6.1f} s  {what}" + (f"\n          → {proves}" if proves else ""), flush=True)


def main():
    stay = os.environ.get("STAY", "1") != "0"
    demo_site.fresh_folder()
    demo_site.set_up()
    from django.core.management.base import CommandError

    try:
        run(int(os.environ.get("PORT") or "8000"), stay)
    except CommandError as line:
        sys.exit(str(line))


def run(port, stay):
    from deploy.demo import mailbox
    from deploy.demo.story import play
    from organize.serving import keep_time, serving

    make_organizer()
    example = record_history()
    mailbox.silent.set()
    with serving(port, clock=False) as base:
        tell(f"serving on {base} from var/demo, an SQLite database of its own")
        played = play(base, tell)
        others = {"coalition": record_coalition(), "petition": record_petition(), "proposal": record_resolution()}
        publish_bundle(base, played.address)
        verify(played.names)
        told = invitation(base, played, example, others)  # also where nobody stays to read it, so that CI has made it
        if not stay:
            return
        mailbox.silent.clear()
        print(told)
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        keep_time(stopped)
        stopped.wait()
    print("\nStopped. `make demo` starts again from nothing.")


def make_organizer():
    from django.core.management import call_command

    from deploy.demo.cast import GROUP, ORGANIZER

    call_command("organizer", ORGANIZER, group=GROUP, stdout=io.StringIO())


def record_history():
    """The public path of a campaign that has happened."""
    from django.urls import reverse
    from django.utils import timezone

    from deploy.demo import history
    from deploy.demo.cast import GROUP

    campaign = history.record(group=GROUP, by=None, at=timezone.now())
    return reverse("campaign-public", args=[campaign.address])


def record_coalition():
    """The public path of a statement that organizations have signed."""
    from django.urls import reverse
    from django.utils import timezone

    from deploy.demo import coalition

    address = reverse("petitions:statement-show", args=[coalition.record(at=timezone.now())])
    tell(f"{len(coalition.ROLL)} organizations signed a joint statement, and one more asks", "a person decides on each")
    return address


def record_petition():
    """The public path of a petition that anybody can sign."""
    from django.urls import reverse
    from django.utils import timezone

    from deploy.demo import petition

    address = reverse("petition:petition-show", args=[petition.record(at=timezone.now())])
    tell(f"{len(petition.SUPPORTERS)} people signed a petition, {petition.PAPER[1]} more on paper",
         "addresses are sealed to a key holder; paper stands beside the count and is never added to it")  # fmt: skip
    return address


def record_resolution():
    """The public path of a shareholder proposal that was voted on three times."""
    from django.urls import reverse
    from django.utils import timezone

    from deploy.demo import resolution
    from deploy.demo.cast import CAMPAIGN
    from organize.models import Campaign

    own = resolution.record(at=timezone.now())
    tell("a shareholder proposal went to its third vote, and the fourth is open to co-filers",
         "somebody else compared each count before it counted")  # fmt: skip
    address = Campaign.objects.get(title=CAMPAIGN).address
    return reverse("shareholder-public:resolution-show", args=[address, own])


def publish_bundle(base, address):
    """The public bundle, unpacked under var/demo/bundle/."""
    url = base + address + "bundle.zip"
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=60) as answer:
        content = answer.read()
    folder = demo_site.VAR / "bundle"
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        bundle.extractall(folder)
    tell("public bundle written to var/demo/bundle/", f"{len(content):,} bytes that anyone may fetch")


def verify(names):
    command = [sys.executable, "-m", "petitions.sealing", "verify", "var/demo/bundle"]
    done = subprocess.run(command, cwd=demo_site.ROOT, capture_output=True, text=True, check=False)
    print("".join(f"            {line}\n" for line in done.stdout.splitlines()), end="")
    if done.returncode or f"{names} names are published" not in done.stdout:
        sys.exit(f"the verifier did not find the {names} names in the bundle: {done.stderr}")
    tell("verified offline", ".venv/bin/python -m petitions.sealing verify var/demo/bundle: every check holds")


def invitation(base, played, example, others):
    """What to look at while the site stays up."""
    from deploy.demo.cast import ORGANIZER

    return (
        f"\nThe site stays up at {base}/ until Ctrl-C.\n"
        f"  the letter      {base}{played.address}\n"
        f"  its campaign    {base}{played.story}   what everybody may read of it\n"
        f"  a coalition     {base}{others['coalition']}   a statement that organizations sign; one waits at the desk\n"
        f"  a petition      {base}{others['petition']}   sign it: your code is printed here, as all mail is\n"
        f"  a resolution    {base}{others['proposal']}   three votes on one proposal; the fourth is open to co-filers\n"
        f"  from history    {base}{example}   face recognition, 2018 to 2021\n"
        f"  a fresh code    {'-'.join(played.spare[i : i + 4] for i in range(0, 20, 4))}   (sign with it, once)\n"
        f"  the desk        {base}/desk/   mailbox {ORGANIZER}: its one-time sign-in code is printed here\n"
        f"  second factor   {' or '.join(played.recovery[:3])}   (recovery codes, once each),\n"
        f"                  or an authenticator app with the secret {played.app}\n"
    )


if __name__ == "__main__":
    main()
