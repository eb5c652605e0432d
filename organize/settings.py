"""Every setting, read from the environment (prefix UNDERSIGNED_), safe when nothing is set.

With nothing set this is a laptop: 127.0.0.1 only, SQLite and files under ./var, mail on the console, the queue inside
the serving process. `organize.checks` refuses the combinations that would be unsafe on a real host.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from organize.environment import database, env, flag, listed, mail, number, public_origin, secret_key

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env("VAR", str(ROOT / "var")))
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
ASSETS = Path(env("ASSETS", str(ROOT / "var" / "assets")))  # built by deploy/bootstrap.py, whatever VAR is
FONTS = Path(env("FONTS", str(ROOT / "var" / "fonts")))  # of printed documents; likewise
PAPER_TEMPLATES = ROOT / "templates" / "paper"

# Where we are
HOSTS = listed("HOSTS")
IS_LAPTOP = not HOSTS
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost", "[::1]"]
ORIGIN_HOST = env("ORIGIN_HOST", ALLOWED_HOSTS[0])  # in the name of every letter's log, from its freeze on
HTTPS = flag("HTTPS", default=not IS_LAPTOP and not ALLOWED_HOSTS[0].endswith(".onion"))
# Whose X-Real-IP and X-Forwarded-Proto are believed. "unix" is whoever may connect to gunicorn's socket: such a peer
# has no address at all.
TRUSTED_PROXIES = ["" if one == "unix" else one for one in listed("TRUSTED_PROXIES")]
PUBLIC_ORIGIN = env("PUBLIC_ORIGIN") or public_origin(ALLOWED_HOSTS[0], https=HTTPS, is_laptop=IS_LAPTOP)  # in QR codes
ONION = env("ONION", "")  # the onion host, shown to signatories as plain text
SOURCE_URL = env("SOURCE_URL", "")  # where the source of what runs here is offered (AGPL, section 13)
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key(VAR / "secret_key")

ROOT_URLCONF = "organize.urls"
WSGI_APPLICATION = "organize.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # its filters are used by allauth's list of security keys
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_rq",
    "csp",
    "organize",
    "petitions",
    "shareholder",
]
CAMPAIGN_SHELVES = [
    "petitions.shelf.letters",
    "petitions.statement_shelf.statements",
    "petitions.shelf.petitions",
    "shareholder.shelf.resolutions",
]  # what the products put on a campaign's page, and on the desk
COMPANY_SHELVES = ["shareholder.shelf.of_company"]  # and on a company's page
DESK_SHELVES = [
    "organize.shelf.erasures",
    "petitions.shelf.attention",
    "petitions.statement_shelf.attention",
    "shareholder.shelf.attention",
    "organize.shelf.attention",
]
PUBLIC_SHELVES = [
    "petitions.shelf.public_letters",
    "petitions.statement_shelf.public_statements",
    "petitions.shelf.public_petitions",
    "shareholder.shelf.public_resolutions",
]  # what they put on its public page
# What was asked for, so that promises can be held against it
DEMAND_SHELVES = ["petitions.shelf.demands", "petitions.statement_shelf.demands"]
# What a copied campaign takes over
CAMPAIGN_COPIERS = ["petitions.actions.copying.copy_letters", "petitions.actions.copying.copy_statements"]
CAMPAIGN_FIRST_STEP = "petitions-desk:letter-draft"  # where a new campaign goes on, as ?campaign=<slug>&guided=1
OWN_SHELVES = ["shareholder.shelf.follow_ups", "shareholder.shelf.own"]  # on a person's desk beside their groups
# For every table: what it holds, until when, in the export or not
KEEPING = [
    "organize.keeping",
    "petitions.keeping",
    "petitions.coalition_keeping",
    "petitions.petition_keeping",
    "shareholder.keeping",
]
EXPORTED_FILES = ["petitions.exporting.public_files"]  # what the products add to a group's export, as files
SCHEDULE = ROOT / "deploy" / "schedule.py"

# Order matters. Signatory pages (/l/), joint statements (/s/) and public campaign pages (/c/), which lead to them,
# leave the list at SignatoryFork: nothing after it ever sees them.
MIDDLEWARE = [
    "organize.middleware.Headers",
    "organize.middleware.Pseudonym",
    "organize.middleware.BodyLimit",
    "organize.lean.SignatoryFork",
    "organize.middleware.EvenTime",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "organize.middleware.Language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "organize.sessions.Sessions",
    "allauth.account.middleware.AccountMiddleware",
    "organize.middleware.Refusals",
]
LEAN_PREFIXES = ("/l/", "/c/", "/p/", "/s/", "/calendar/")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "organize.templatetags.assets", "organize.templatetags.site"],
        },
    }
]
if not DEBUG:
    TEMPLATES[0]["APP_DIRS"] = False
    TEMPLATES[0]["OPTIONS"]["loaders"] = [
        (
            "django.template.loaders.cached.Loader",
            ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
        )
    ]

# Files outside the database: private keys, clients as they were at each freeze, pages ready to be served
KEYS_DIR, CLIENTS_DIR, PUBLIC_DIR = VAR / "keys", VAR / "clients", VAR / "public"
PRINTOUTS_DIR = VAR / "printouts"  # letters with their published names as PDF, until anything in them changes
REPORTS_DIR = VAR / "reports"  # funds' filings that were uploaded, until they are read
CLIENT_BUNDLE = ASSETS / "client" / "letter.js"  # what the next freeze takes, with the offline pages beside it

# Data
DATABASES = {"default": database(env("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}"))}
AUTH_USER_MODEL = "organize.User"
REDIS_URL = env("REDIS_URL", "")
_QUEUE = {"DEFAULT_TIMEOUT": 3600, "DEFAULT_RESULT_TTL": 0, "SERIALIZER": "rq.serializers.JSONSerializer"}
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    _QUEUE["URL"] = REDIS_URL
else:  # one process: the cache and the queue live in its memory. Django's own cap of 300 entries would drop counters.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
        "embedded": {"BACKEND": "organize.embedded.EmbeddedRedis"},
    }
    _QUEUE["USE_REDIS_CACHE"] = "embedded"
RQ_QUEUES = {"default": dict(_QUEUE), "mail": dict(_QUEUE)}
RQ = {
    "COMMIT_MODE": "auto",  # organize.queue waits for the commit itself
    "WORKER_CLASS": "organize.workers.Worker" if REDIS_URL else "organize.workers.ThreadWorker",
}

# Requests a minute that need no proof of work (organize.pressure): for one letter, and for the whole site
BUSY_LETTER, BUSY_SITE = number("BUSY_LETTER", 300), number("BUSY_SITE", 1200)
BUSY_PETITION = number("BUSY_PETITION", 6000)  # two requests make a signature; these do not count for the site

# Mails a minute with a campaign's updates, over all campaigns: what the mail server takes without doubting us
UPDATES_A_MINUTE = number("UPDATES_A_MINUTE", 60)

# Limits. A body larger than this is refused before it is read; the desk's large uploads say so on the view.
SIGNATORY_BODY, DESK_BODY, LARGE_BODY = 64 * 1024, 1024 * 1024, 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = DESK_BODY
FILE_UPLOAD_MAX_MEMORY_SIZE = DESK_BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = VAR / "uploads"  # only for views marked `large_body`
FILE_UPLOAD_PERMISSIONS = 0o600

# Accounts: by invitation, no passwords, a code by e-mail. Whoever changes anything needs a second factor as well.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = []
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organize.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mailbox"
ACCOUNT_USER_DISPLAY = "organize.adapter.display"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # no mail is sent to them: our adapter does the same work, and drops it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # also how fresh a second factor must be before a wave, a release, an erasure
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 128  # what allauth sees as an address is already our pseudonym
MFA_ADAPTER = "organize.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "organize.forms.factors.AddPasskeyForm",
    "edit_webauthn": "organize.forms.factors.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Undersigned"

# Cookies, for the desk only
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would log people out who come from their mail
SESSION_COOKIE_AGE = 30 * 60  # since the last request (organize.sessions)
SESSION_WHOLE_LIFE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "organize.middleware.csrf_failure"
CSRF_TRUSTED_ORIGINS = listed("TRUSTED_ORIGINS")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What every response says (organize.middleware.Headers); django-csp writes the policy from its own setting
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
    ("hi", _("Hindi")),
    ("ja", _("Japanese")),
]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files that everybody may fetch. ./var/assets is what deploy/bootstrap.py built from npm packages and our sources.
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(ROOT / "var" / "static")))
STATICFILES_DIRS = [ASSETS]
_ours = (KEYS_DIR, CLIENTS_DIR, PUBLIC_DIR, PRINTOUTS_DIR, REPORTS_DIR, FILE_UPLOAD_TEMP_DIR)
for _folder in (*_ours, STATIC_ROOT, *STATICFILES_DIRS):
    _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail. Nothing set: printed on the console.
locals().update(mail(env("MAIL_URL", "")))
DEFAULT_FROM_EMAIL = env("MAIL_FROM", f"post@{'localhost' if IS_LAPTOP else ALLOWED_HOSTS[0]}")
ADMINS = MANAGERS = []  # no error is ever mailed

LOGGING_CONFIG = "organize.logs.configure"
LOGGING = {"version": 1}  # not empty, or Django would keep its own handlers, one of which mails errors
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # SecurityMiddleware: organize.middleware.Headers sends the same and more, on every response
    "security.W002",  # X-Frame-Options: likewise
]
