"""Joins areas to their parents by code, whatever order they came in, and notes outlines that disagree with the
codes.
"""

from django.db import connection

from geo.imports.report import Misplaced
from geo.models import Area, AreaLevel

# One statement over all rows, since a parent may come after its children. Uses the unique index on code.
_LINK = """
UPDATE geo_area AS child
   SET parent_id = parent.id
  FROM geo_area AS parent
 WHERE parent.code = regexp_replace(child.code, '[.][0-9]+$', '')
   AND parent.code <> child.code
   AND child.parent_id IS DISTINCT FROM parent.id
"""

# The code decides where an area belongs, since published outlines are simplified and overlap their neighbours by some
# hundred metres; where outline and code disagree, the distance tells a person whether it is rounding or a wrong code.
_MISPLACED = """
SELECT child.code, child.name, parent.name,
       ST_Distance(child.point::geography, parent.geometry::geography)
  FROM geo_area AS child
  JOIN geo_area AS parent ON parent.id = child.parent_id
 WHERE NOT ST_Covers(parent.geometry, child.point)
 ORDER BY child.code
"""


def link_parents() -> int:
    """Set every parent that is known. Returns how many areas were joined."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK)
        return int(cursor.rowcount)


def find_misplaced() -> list[Misplaced]:
    """The areas whose inner point lies outside their parent's outline, with the distance to it."""
    with connection.cursor() as cursor:
        cursor.execute(_MISPLACED)
        return [Misplaced(*row) for row in cursor.fetchall()]


def count_waiting() -> int:
    """How many areas below a province have no parent yet."""
    return Area.objects.filter(parent=None).exclude(level=AreaLevel.PROVINCE).count()
