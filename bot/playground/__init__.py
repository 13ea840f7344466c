"""A small Slack of our own: the stand-in that the tests and a browser talk to."""
