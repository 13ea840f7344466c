"""A small glossary of our own for the tests: words of a software team."""

from __future__ import annotations

from bot.explainer import Explainer
from bot.glossary import Contrast, Glossary, Section, Term


def agile() -> Glossary:
    """Fourteen terms with all that a term can carry, among them two that share a name."""
    return Glossary(
        terms=(
            Term(
                "Sprint",
                "A fixed stretch of days in which a team finishes *what it chose*.",
                aliases=("iteration", "timebox"),
                sections=(Section("Length", "- one week\n- or two"),),
                contrasts=(Contrast("Release", "A sprint ends by the clock."),),
                related=("Velocity", "Backlog", "Release"),
                topic="Rhythm",
            ),
            Term("Release", "What reaches the users.", topic="Rhythm"),
            Term(
                "Velocity",
                "How much a team finished lately.",
                related=("Sprint", "Burndown chart"),
                topic="Numbers",
            ),
            Term("Backlog", "What waits to be done.", aliases=("product backlog",)),
            Term("Burndown chart", "What is left, by day.", topic="Numbers"),
            Term("ROI", "What comes back.", expansion="return on investment"),
            Term("Epic", "A story too large for one sprint."),
            Term("Scrum master", "Who keeps the team's way clear.", topic="People"),
            Term("Spec", "What to build, written down."),
            Term("Unit test", "Checks one part.", topic="Tests"),
            Term("Integration test", "Checks parts together.", topic="Tests"),
            Term("Point of sale", "The till.", aliases=("PoS",)),
            Term("Proof of stake", "A way to agree.", aliases=("PoS",)),
            Term("Definition of done", "When work counts.", aliases=("DoD",)),
        ),
        name="Agile words",
    )


def explainer() -> Explainer:
    """An explainer of that glossary."""
    glossary = agile()
    return Explainer(lambda: glossary)
