"""Calendars: the feed of one or several conventions as a reply, its links absolute, with the rights of whoever asks."""

from collections.abc import Collection
from datetime import date, timedelta
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response

from bot.coming import Coming, coming
from bot.feeds import MEDIA_TYPE, feed
from bot.library import Library
from bot.state import open_state
from bot.web.site import Addresses, Site
from bot.web.viewing import Sight
from bot.web.wording import language_of

_KEPT = timedelta(days=366)
"""For how long what is over stays: a calendar that fetches the feed again would forget it at once."""


def calendar_of(
    site: Site,
    request: Request,
    sight: Sight,
    library: Library,
    name: str,
    documents: Collection[str] | None = None,
) -> Response:
    """The feed. `name`: of the calendar; `documents`: ids of conventions, all of the library when `None`.

    Raises StateFault.
    """
    language, today = language_of(request, site.settings.language), site.today()
    since = today - _KEPT if today - date.min > _KEPT else date.min
    lines = coming(library, open_state(site.settings.data), today, language, documents=documents, since=since)
    ids = {row.source: row.id for row in library.documents()}
    here = f"{(site.settings.reader_url or str(request.base_url)).rstrip('/')}{request.scope['path']}"
    to = Addresses(request, site.signer, sight).to

    def address(line: Coming) -> str:
        document = ids.get(line.citation.source, line.document)
        return urljoin(here, to(document, ((line.citation.start, line.citation.end),)))

    held = feed(lines, name, today, language, address)
    return Response(held, media_type=MEDIA_TYPE, headers={"content-disposition": 'inline; filename="echeances.ics"'})
