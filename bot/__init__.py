"""Explainer: a Slack bot that answers “what is X?” in the thread, from one file."""
