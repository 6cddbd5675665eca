"""What an entry of the audit trail is in words.

{{ entry.action|action_name }}        what the act is called
{{ entry|detail_lines }}              its details, a line each: `name`, `before`, `after`
{{ entry.object_label|local_moments }} the object, its moments in the reader's time zone
"""

from django import template

from people.action_names import action_name
from people.audit_labels import detail_lines, local_moments

register = template.Library()
register.filter("action_name", action_name)
register.filter("detail_lines", detail_lines)
register.filter("local_moments", local_moments)
