"""`{{ entry.action|action_name }}`: what an act of the audit trail is called."""

from django import template

from people.action_names import action_name

register = template.Library()
register.filter("action_name", action_name)
