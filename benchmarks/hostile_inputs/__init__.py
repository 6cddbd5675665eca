"""Hostile inputs for the web process and the gateway: pictures, geometries, JSON, WebSockets, slow connections."""
