"""Cutting a vehicle's fixes into drives, stops and silences, with the reasons of each cut."""
