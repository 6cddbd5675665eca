"""The demo region: Kabupaten Karo, authored here, with vehicles that drive and reports that arrive. Never in
production.
"""
