"""What every package needs, once: errors, text, dates, files and limits. Imports no other package of the product."""
