"""Homes: what a person's Home tab shows and what its buttons do. The blocking half runs beside the loop."""

from dataclasses import dataclass
from datetime import timedelta

from bot.answer import Language
from bot.answers.glossary import glossary
from bot.coming import conventions, ending
from bot.conversations.people import Named
from bot.conversations.turns import Route
from bot.links import Reader
from bot.onboarding import Step, path
from bot.question import Question
from bot.slack.answering import Answering, Sight
from bot.slack.citing import place_of
from bot.slack.home import STEPS_A_BLOCK, Home, Looked, home_view, matching, option
from bot.slack.messages import Frame, answer_messages
from bot.slack.views import Quoted, View, answer_view, note, quotes
from bot.slack.views import glossary as glossary_view
from prompts import message

_SOON = timedelta(days=365)
_MOST_SUGGESTED = 100
"""Options that Slack takes in one answer to what is typed."""


@dataclass(frozen=True, slots=True)
class Homes:
    """The Home tabs of one process."""

    answering: Answering
    language: Language
    """Of the tab: nobody asks it anything, so nothing tells theirs."""
    reader: Reader | None

    def view(self, team: str, user: str, looked: Looked) -> View:
        """A person's Home. Raises StateFault, and the errors of the index."""
        sight = self._sight(team, user)
        person, library, today = self._person(team, user), sight.assistant.library, self.answering.clock()
        rows = tuple(conventions(library))
        named = self.answering.memory.people.chosen(person)
        chosen = named.among(rows) if named else None
        steps = path(library, chosen.id, self.answering.state, today, self.language) if chosen else ()
        until = today + _SOON
        return home_view(
            Home(
                language=self.language,
                conventions=rows,
                found=matching(rows, looked.words),
                looked=looked,
                chosen=chosen,
                steps=steps,
                ticked=self.answering.memory.people.ticks(person, chosen.short_name) if chosen else frozenset(),
                ending=ending(library, self.answering.state, today, self.language, until),
                until=until,
                sources=sight.by_source,
                retention_days=self.answering.memory.retention_days,
                model=self.answering.assistant.model_name,
            )
        )

    def choose(self, team: str, user: str, document: str | None) -> None:
        """Set or take back a person's convention, among those they may see."""
        rows = self._sight(team, user).documents
        row = next((row for row in rows if row.id == document), None)
        if document is None or row is not None:
            named = Named(row.id, row.short_name) if row else None
            self.answering.memory.people.choose(self._person(team, user), named)

    def tick(self, team: str, user: str, group: int, ticked: list[str]) -> None:
        """Tick exactly these steps of a group of the chosen convention's path."""
        person, sight = self._person(team, user), self._sight(team, user)
        named = self.answering.memory.people.chosen(person)
        chosen = named.among(sight.documents) if named else None
        if chosen:
            steps = self._path(sight, chosen.id)
            shown = [step.id for step in steps[group : group + STEPS_A_BLOCK]]
            kept = [step for step in ticked if step in shown]
            self.answering.memory.people.tick(person, chosen.short_name, shown, kept)

    def card(self, team: str, user: str, document: str) -> View:
        """The fiche of a convention, in a modal."""
        sight = self._sight(team, user)
        row = next((row for row in sight.documents if row.id == document), None)
        if row is None:
            return note(message("slack.gone", self.language), self.language)
        asked = message("slack.ask_card", self.language, name=row.short_name)
        return self._answer_view(Question("card", asked, assumed=(document,)), sight)

    def search(self, team: str, user: str, words: str) -> View | None:
        """The answer to what was typed in the search box, when it is no name of a convention; else `None`."""
        sight = self._sight(team, user)
        if not words.strip() or matching(conventions(sight.assistant.library), words):
            return None
        named = self.answering.memory.people.chosen(self._person(team, user))
        chosen = named.among(sight.documents) if named else None
        return self._answer_view(Question("search", words, assumed=(chosen.id,) if chosen else ()), sight)

    def path(self, team: str, user: str, document: str) -> View:
        """The steps of a convention with the passages that they rest on."""
        sight = self._sight(team, user)
        if all(row.id != document for row in sight.documents):
            return note(message("slack.gone", self.language), self.language)
        steps = self._path(sight, document)
        shown = [
            Quoted(f"{step.title} — {place_of(step.citation, self.language)}", step.citation.quote)
            for step in steps
            if step.citation
        ]
        return quotes(shown, self.language) if shown else note(message("home.no_path", self.language), self.language)

    def glossary(self) -> View:
        """The words of the field."""
        return glossary_view([entry.text[self.language] for entry in glossary()], self.language)

    def options(self, team: str, user: str, typed: str) -> list[dict[str, object]]:
        """The conventions that what is typed may mean, for a list too long to be shown."""
        rows = conventions(self._sight(team, user).assistant.library)
        return [option(row) for row in matching(rows, typed)[:_MOST_SUGGESTED]]

    def prompts(self, team: str, user: str) -> list[dict[str, str]]:
        """Up to four questions to begin with, on what this person may see."""
        sight, today = self._sight(team, user), self.answering.clock()
        rows = conventions(sight.assistant.library)
        named = self.answering.memory.people.chosen(self._person(team, user))
        chosen = named.among(rows) if named else None
        if not rows:
            return []
        first, other = (chosen or rows[today.toordinal() % len(rows)]), rows[(today.toordinal() + 1) % len(rows)]
        asked = [("card", first.short_name), ("amount", first.short_name), ("notice", other.short_name), ("coming", "")]
        return [
            {
                "title": message(f"slack.prompt_{key}_title", self.language, name=name)[:60],
                "message": message(f"slack.prompt_{key}", self.language, name=name),
            }
            for key, name in asked
        ]

    def _answer_view(self, question: Question, sight: Sight) -> View:
        answer = sight.assistant.ask(question)
        frame = Frame(turn="", documents=sight.by_source, reader=self.reader)
        return answer_view(answer_messages(answer, frame), answer.language)

    def _path(self, sight: Sight, document: str) -> tuple[Step, ...]:
        today = self.answering.clock()
        return path(sight.assistant.library, document, self.answering.state, today, self.language)

    def _sight(self, team: str, user: str) -> Sight:
        return self.answering.sight(Route(team=team, channel="", user=user, private=True))

    def _person(self, team: str, user: str) -> str:
        return self.answering.memory.person(team, user)
