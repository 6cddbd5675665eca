"""The demo region: Kabupaten Karo, authored here, with vehicles that drive and complaints that arrive. Never in
production.
"""
