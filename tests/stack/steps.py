"""What is done beside the wire, each in a process of the product: `python -m tests.stack.steps NAME …` prints JSON."""

import datetime
import json
import sys


def tick(at):
    """The clock's whole work as of a moment, in ISO form."""
    from petitions import jobs

    jobs.tick(at=datetime.datetime.fromisoformat(at))
    return True


def letter(mailbox="organizer@desk.example", codes=60, tiers="5,20,500", closes=30):
    """A letter whose trustees have approved, open since yesterday, written by the account `mailbox`.

    closes: in how many days.

    What people around it hold is in the answer and in no file of the product: codes, trustees' keys.
    """
    return _letter(mailbox, tiers, codes=int(codes), closes=int(closes))


def mailed_letter(mailbox="organizer@desk.example", tiers="5,20,500"):
    """The same, with passes by work mail to meridian.example."""
    from tests.petitions import letters

    return _letter(mailbox, tiers, **letters.BY_MAIL)


def _letter(mailbox, tiers, *, codes=0, closes=30, **terms):
    from django.utils import timezone

    from tests import make
    from tests.petitions import letters

    now = timezone.now()
    letters.NOW = make.NOW = now
    today = now.date()
    user = make.user(mailbox)
    made = letters.approved(
        by=user,
        campaign=make.campaign(group=make.group(owner=user)),
        codes=codes,
        fresh_key=True,
        terms=terms
        | {
            "tiers": [int(tier) for tier in tiers.split(",")],
            "margin": 0,
            "opens_on": today - datetime.timedelta(days=1),
            "closes_on": today + datetime.timedelta(days=closes),
            "destroy_by": today + datetime.timedelta(days=90),
            "notice_hours": 0,
        },
    )
    tick((now - datetime.timedelta(days=1)).isoformat())
    return {
        "pk": str(made.letter.pk),
        "slug": made.letter.slug,
        "address": made.letter.address,
        "codes": made.codes,
        "identities": [keys.identity.hex() for keys in made.trustees],
        "seeds": [keys.seed.hex() for keys in made.trustees],
    }


def statement(mailbox):
    """A joint statement that takes sign-ons, of a group whose owner is the account `mailbox`."""
    from tests import make
    from tests.petitions import coalitions

    made = coalitions.opened(campaign=make.campaign(group=make.group(owner=make.user(mailbox))))
    return {"address": made.address, "slug": made.slug}


def petition(mailbox="petitioner@desk.example", seed="07" * 32):
    """An open petition whose one key holder has the X-Wing seed `seed` in hex, written by the account `mailbox`."""
    from django.utils import timezone

    from tests import make
    from tests.petitions import supporters

    supporters.NOW = make.NOW = timezone.now()
    user = make.user(mailbox)
    campaign = make.campaign(group=make.group(owner=user))
    made = supporters.opened(campaign=campaign, by=user, holders=(bytes.fromhex(seed),))
    return {"pk": str(made.pk), "slug": made.slug, "address": made.address}


def tick_petitions():
    """The clock's work on petitions, now."""
    from petitions import jobs

    jobs.tick_petitions()
    return True


def account(mailbox):
    """Somebody else's account, with a group of their own."""
    from tests import make

    make.group(owner=make.user(mailbox), name="Another group")
    return True


def batch(pk):
    """A batch now, whoever waits."""
    from django.utils import timezone

    from petitions import jobs
    from petitions.actions import batches

    published = batches.publish_batch(letter_pk=pk, at=timezone.now(), forced=True)
    jobs.publish_pages(pk)
    return published is not None


def release_file(pk, number, trustee, identity, seed):
    """What trustee `trustee` (from 1) makes of wave `number`, as hexadecimal text."""
    from petitions import queries
    from petitions.models import Wave
    from petitions.sealing import opening, release
    from tests.petitions.signatories import due_items

    wave = Wave.objects.select_related("letter").get(letter=pk, number=number)
    facts = queries.letter_facts(wave.letter.address)
    ok, bad = opening.open_due(
        due_items(wave), seed=bytes.fromhex(seed), trustee=int(trustee), manifest=facts.manifest, processes=1
    )
    raw = release.make_release(
        bytes.fromhex(identity), letter_id=facts.letter_id, size=wave.snapshot_size, root=bytes(wave.snapshot_root),
        k=wave.k, trustee=int(trustee), ok=ok, bad=bad,
    )  # fmt: skip
    return raw.hex()


def destroy(pk):
    """The end of a letter, by the organizers' verb."""
    from django.utils import timezone

    from organize.models import User
    from petitions.actions import endings
    from petitions.models import Letter

    endings.destroy_letter(letter=Letter.objects.get(pk=pk), by=User.objects.first(), at=timezone.now())
    tick(timezone.now().isoformat())
    return True


def fail_a_job(pk):
    """Have a batch of this letter fall due and put it into the queue; whoever asks sees to it that it fails."""
    from django.utils import timezone

    from organize.queue import enqueue
    from petitions.models import Letter

    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    Letter.objects.filter(pk=pk).update(receipt_day=yesterday)
    enqueue("petitions.jobs.publish_batch", pk)
    return True


def outsiders():
    """A public campaign, an open petition and an open statement that people without account may join: their paths."""
    from django.utils import timezone

    from tests import make
    from tests.petitions import coalitions, supporters

    supporters.NOW = coalitions.NOW = make.NOW = timezone.now()
    campaign = make.public_campaign()
    petition, statement = supporters.opened(campaign=campaign), coalitions.opened(campaign=campaign)
    return {
        "campaign": f"/c/{campaign.address}/", "petition": f"/p/{petition.address}/",
        "statement": f"/s/{statement.address}/",
    }  # fmt: skip


def leave_updates():
    """The one subscriber leaves, by what the address in their mails holds."""
    from django.utils import timezone

    from organize import subscriptions
    from organize.actions import subscribers
    from organize.models import Subscriber

    subscribers.leave(token=subscriptions.token(Subscriber.objects.get().pk), at=timezone.now())
    return True


def send_typed():
    """Try once to mail every code that waits, whatever the worker does meanwhile."""
    from organize import jobs

    jobs.send_typed_again()
    return True


def shred():
    """The clock's erasing of what was erased."""
    from petitions import jobs

    jobs.shred()
    return True


_ALL = (tick, letter, mailed_letter, statement, petition, tick_petitions, account, batch, release_file, destroy,
        fail_a_job, outsiders, leave_updates, send_typed, shred)  # fmt: skip
STEPS = {step.__name__: step for step in _ALL}


if __name__ == "__main__":
    import django

    django.setup()
    name, *arguments = sys.argv[1:]
    print(json.dumps(STEPS[name](*arguments)), flush=True)
