"""The role with which the product's processes use the database: it can neither change the audit trail nor the tables.

Migrations run as the owner of the tables. A trigger keeps the audit trail append-only, but an owner can switch triggers
off; the processes' own role owns nothing but the tables that are divided by day, whose parts they make and drop.
"""

import os
from typing import Final

from django.db import connection, transaction
from psycopg import sql

APP_ROLE: Final = "pantau_app"
PASSWORD_VARIABLE: Final = "PANTAU_APP_PASSWORD"
APPEND_ONLY: Final = "people_auditentry"

_CREATE: Final = """
DO $$ BEGIN
    CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_PRIVILEGES: Final = (
    "GRANT USAGE, CREATE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE ALL ON {append_only}, django_migrations FROM {role}",
    "GRANT SELECT, INSERT ON {append_only} TO {role}",
    "GRANT SELECT ON django_migrations TO {role}",
)
_DIVIDED: Final = """
SELECT oid::regclass::text FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace
UNION ALL
SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid AND part.relkind = 'r'
WHERE part.relnamespace = 'public'::regnamespace
"""


def grant_app_role() -> None:
    """Create the role if it is missing and give it its privileges; run as the tables' owner after every migration.

    The role gets the password in PANTAU_APP_PASSWORD, if there is one.
    """
    names = {"role": sql.Identifier(APP_ROLE), "append_only": sql.Identifier(APPEND_ONLY)}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (_CREATE, *_PRIVILEGES):
            cursor.execute(sql.SQL(statement).format(**names))
        if password := os.environ.get(PASSWORD_VARIABLE):
            cursor.execute(sql.SQL("ALTER ROLE {role} PASSWORD {word}").format(**names, word=sql.Literal(password)))
        cursor.execute(_DIVIDED)
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("ALTER TABLE {table} OWNER TO {role}").format(**names, table=sql.SQL(table)))
