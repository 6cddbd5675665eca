"""A gateway notices every change of a rule, in whatever order changes are committed."""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from fleet.models import DetectorRule, RuleKind
from fleet.rules.loader import signature
from kit.conninfo import conninfo

pytestmark = pytest.mark.django_db(transaction=True)


def rule(name: str) -> DetectorRule:
    return DetectorRule.objects.create(kind=RuleKind.SILENCE, name=name)


def test_without_a_change_it_stays() -> None:
    rule("a")
    assert signature() == signature()


def test_a_change_that_is_committed_after_a_later_one_is_noticed() -> None:
    early, late = rule("a"), rule("b")
    with psycopg.connect(conninfo()) as slow:
        stamp = timezone.now() - timedelta(seconds=1)
        slow.execute("UPDATE fleet_detectorrule SET severity = 3, updated_at = %s WHERE id = %s", [stamp, early.pk])
        late.save()
        seen = signature()
        slow.commit()
    assert signature() != seen


def test_a_rule_that_goes_and_one_that_comes_are_noticed() -> None:
    gone = rule("a")
    rule("b")
    seen = signature()
    gone.delete()
    assert signature() != seen
