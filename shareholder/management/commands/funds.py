from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organize.refusals import Refusal
from shareholder import jobs
from shareholder.actions import funds
from shareholder.forms.funds import FundReportForm
from shareholder.fund_states import FundReportState
from shareholder.models import Resolution

STEP = 16_000_000  # bytes between two lines of progress


class Command(BaseCommand):
    help = (
        "Read a fund's filing (Form N-PX) of any size for a resolution, as its page “How funds voted” does with up to "
        "30 MB. What was found then waits on that page for somebody who works on the resolution to confirm it."
    )

    def add_arguments(self, parser):
        parser.add_argument("resolution", help="the last part of the address of the resolution's page on the desk")
        parser.add_argument("files", nargs="+", type=Path, help="the XML files of one filing, or its whole submission")
        parser.add_argument("--accession", required=True, help="the SEC's number of the filing")
        parser.add_argument("--securities", default="", help="CUSIP or ISIN of the company's shares")
        parser.add_argument("--filer", default="", help="who filed it, where no file has a cover page")

    def handle(self, *, resolution, files, **options):
        row = Resolution.objects.select_related("meeting").filter(slug=resolution).first()
        if row is None:
            raise CommandError("There is no such resolution.")
        given = self._checked({name: options[name] for name in ("accession", "securities", "filer")})
        try:
            opened = [File(path.open("rb")) for path in files]
        except OSError as error:
            raise CommandError(f"A file cannot be opened: {error.strerror}.") from None
        try:
            report = funds.upload_fund_report(resolution=row, files=opened, **given, by=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from None
        finally:
            for file in opened:
                file.close()
        jobs.read_fund_report(report.pk, self._progress(report.size))
        report.refresh_from_db()
        if report.state == FundReportState.FAILED:
            raise CommandError(report.refused)
        if report.state == FundReportState.WAITING:
            raise CommandError("Another filing is being read now. This one is read after it, by the worker.")
        found = report.votes.count()
        self.stdout.write(f"Rows read: {report.rows}, of this meeting: {found}. Confirm them on the resolution's page.")

    def _checked(self, given):
        """What the form would take."""
        form = FundReportForm(given)
        form.is_valid()
        wrong = [str(one) for name in given for one in form.errors.get(name, [])]
        if wrong:
            raise CommandError(" ".join(wrong))
        return {name: form.cleaned_data[name] for name in given}

    def _progress(self, size):
        told = 0

        def tell(done):
            nonlocal told
            if done - told >= STEP:
                told = done
                self.stderr.write(f"read {done // 1_000_000} of {size // 1_000_000} MB")

        return tell
