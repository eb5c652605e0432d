"""What gunicorn serves: `gunicorn organize.wsgi`. It does not start where organize.checks finds an error."""

import os

from django.core.checks import Tags, run_checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organize.settings")
application = get_wsgi_application()
if unsafe := [found for found in run_checks(tags=[Tags.security]) if found.is_serious()]:
    raise SystemExit("\n".join(f"{found.id}: {found.msg} {found.hint}" for found in unsafe))
