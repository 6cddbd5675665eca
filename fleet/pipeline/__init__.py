"""The way of what arrived, from bytes understood to rows stored."""
