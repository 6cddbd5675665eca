"""Who may do what, as domain.md says it."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from kit.database_role import APP_ROLE, APPEND_ONLY
from people import audit
from people.access import CENTRE, TABLE, Denied, Role, Scope, Verb, audience_of, may, require, which
from people.models import Agency, AuditEntry, User
from tests.world import World


@dataclass
class Owned:
    """Anything that belongs to an agency."""

    agency_id: int | None


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_its_line_in_the_table(verb: Verb) -> None:
    assert TABLE[verb]


def test_an_officer_acts_on_the_own_agency_alone(world: World) -> None:
    assert may(world.budi, Verb.COMPLAINT_FOLLOW_UP, Owned(world.roads.pk))
    assert not may(world.budi, Verb.COMPLAINT_FOLLOW_UP, Owned(world.fire.pk))
    assert not may(world.budi, Verb.COMPLAINT_FOLLOW_UP, Owned(None))


def test_an_operator_cannot_change_an_agencys_follow_up(world: World) -> None:
    with pytest.raises(Denied):
        require(world.ani, Verb.COMPLAINT_FOLLOW_UP, Owned(world.roads.pk))


def test_field_staff_see_no_wall(world: World) -> None:
    assert audience_of(world.fajar) is None
    assert audience_of(world.ani) == "centre"
    assert audience_of(world.citra) == f"agency:{world.fire.pk}"


def test_whoever_watches_the_centre_may_see_what_its_wall_is_sent() -> None:
    for verb in (Verb.WALL_VIEW, Verb.COMPLAINT_VIEW, Verb.VEHICLE_VIEW, Verb.CAMERA_VIEW, Verb.ZONE_VIEW):
        assert {role for role in CENTRE if TABLE[verb].get(role) is Scope.ANY} == CENTRE


def test_a_planner_does_not_dispatch_and_an_executive_changes_nothing(world: World) -> None:
    assert not may(world.dewi, Verb.COMPLAINT_ROUTE)
    allowed = {verb for verb in Verb if may(world.eka, verb)}
    # A report of the fleet and a key to read with change nothing of what anybody else sees.
    assert {verb for verb in allowed if not verb.endswith(".view")} == {Verb.FLEET_REPORT, Verb.API_KEY_MAKE}


def test_an_administrator_does_not_read_a_hidden_reporter(world: World) -> None:
    assert not may(world.gita, Verb.REPORTER_VIEW)


def test_a_stranger_and_a_switched_off_account_may_nothing(world: World) -> None:
    world.ani.is_active = False
    for actor in (AnonymousUser(), None, world.ani):
        assert not any(may(actor, verb) for verb in Verb)


def test_which_limits_a_list_as_may_limits_an_object(world: World) -> None:
    people = User.objects.all()
    own = which(world.budi, Verb.VEHICLE_VIEW, people)
    assert {person.agency_id for person in own} == {world.roads.pk}
    assert which(world.ani, Verb.VEHICLE_VIEW, people).count() == people.count()
    assert which(world.fajar, Verb.VEHICLE_VIEW, people).count() == 0


def test_an_officer_without_an_agency_cannot_exist(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(username="nobody", role=Role.AGENCY_OFFICER)


def test_the_frameworks_own_flags_give_no_rights(db: None) -> None:
    user = User.objects.create_superuser(username="root", password="x", role=Role.FIELD_STAFF)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (False, False)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_audit_trail(world: World, change: str) -> None:
    entry = audit.record(world.ani, "complaint.verify", world.roads, {"from": "received"})
    rows = AuditEntry.objects.filter(pk=entry.pk)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        rows.update(action="nothing") if change == "update" else rows.delete()
    assert AuditEntry.objects.get(pk=entry.pk).object_label == "PUPR"


def test_an_agency_speaks_the_language_of_the_page(world: World) -> None:
    with translation.override("en"):
        assert world.roads.local_name == "Public Works Agency"
    with translation.override("id"):
        assert Agency.objects.get(pk=world.roads.pk).local_name == "Dinas Pekerjaan Umum"


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE people_auditentry SET action = 'x'",
        "DELETE FROM people_auditentry",
        "TRUNCATE people_auditentry",
        "TRUNCATE people_user CASCADE",
        "ALTER TABLE people_auditentry DISABLE TRIGGER ALL",
        "DROP TRIGGER people_auditentry_append_only ON people_auditentry",
        "DROP TABLE people_auditentry CASCADE",
        "ALTER TABLE people_auditentry OWNER TO pantau_app",
        "ALTER FUNCTION people_refuse_change() RENAME TO other",
        "SET session_replication_role = replica",
        "CREATE RULE none AS ON INSERT TO people_auditentry DO INSTEAD NOTHING",
    ],
)
def test_the_role_of_the_processes_cannot_touch_what_the_audit_trail_holds(world: World, attempt: str) -> None:
    audit.record(world.ani, "complaint.verify", world.roads)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
        audit.record(world.ani, "complaint.verify", world.roads)
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner|never changed"), transaction.atomic():
            cursor.execute(attempt)


def test_the_role_of_the_processes_can_use_every_other_table_and_make_days(world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
        for model in apps.get_models():
            table = model._meta.db_table
            if not model._meta.managed or table in {APPEND_ONLY, "django_migrations"}:
                continue
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                cursor.execute("SELECT has_table_privilege(%s, %s)", [table, privilege])
                assert cursor.fetchone() == (True,), (table, privilege)
        cursor.execute("SELECT fleet_make_day('2031-05-06')")
        cursor.execute("DROP TABLE fleet_position_20310506")
