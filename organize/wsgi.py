"""What gunicorn serves: `gunicorn organize.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organize.settings")
application = get_wsgi_application()
