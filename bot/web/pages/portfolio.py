"""The portfolio: a table of conventions, exported as it is filtered, their credits by year, and a comparison."""

import io
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from bot.answer import Language
from bot.coming import conventions
from bot.comparison import compared
from bot.credit_years import by_key, credit_bars, totals
from bot.exporting import csv_bytes
from bot.holdings import ORDERS, Holding, Wanted, chosen, holdings, party_names, year_of
from bot.library import Library
from bot.portfolio_sheet import sheet
from bot.state import open_state
from bot.web.calendars import calendar_of
from bot.web.pictures import described, has_picture, picture
from bot.web.site import Addresses, Refused, Site
from bot.web.viewing import Sight
from bot.web.wording import lang_asked, language_of
from prompts import message

MOST_COMPARED = 6
"""Conventions side by side: more make columns too narrow to read."""
_LONGEST = 200
"""Characters of a filter."""
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def portfolio(site: Site) -> APIRouter:
    """`/portefeuille`, its exports, picture and calendar, and `/comparaison`."""
    router = APIRouter()

    @router.get("/portefeuille")
    def page(request: Request) -> HTMLResponse:
        sight, assistant = site.seen(request)
        with assistant.library.steady():
            return site.page(request, "holdings.html", _values(site, request, sight, assistant.library))

    @router.get("/portefeuille/export.csv")
    def as_csv(request: Request) -> Response:
        held = sheet(_chosen(site, request), language_of(request, site.settings.language))
        return Response(csv_bytes(held), media_type=_CSV, headers=_attached("portefeuille.csv"))

    @router.get("/portefeuille/export.xlsx")
    def as_workbook(request: Request) -> Response:
        from bot.workbooks import write_workbook

        file = io.BytesIO()
        write_workbook(file, [sheet(_chosen(site, request), language_of(request, site.settings.language))])
        return Response(file.getvalue(), media_type=_XLSX, headers=_attached("portefeuille.xlsx"))

    @router.get("/portefeuille/credits.{form}")
    def credits_picture(request: Request, form: str) -> Response:
        language = language_of(request, site.settings.language)
        cells = totals([one.years for one in _chosen(site, request)], language)
        return picture(credit_bars(cells, message("pictures.credits_all", language), language), form, language)

    @router.get("/portefeuille/echeances.ics")
    def calendar(request: Request) -> Response:
        sight, assistant = site.seen(request)
        name = message("portfolio.title", language_of(request, site.settings.language))
        with assistant.library.steady():
            kept = _filter(request)
            documents = [one.document for one in _chosen(site, request)] if kept != Wanted() else None
            return calendar_of(site, request, sight, assistant.library, name, documents)

    @router.get("/comparaison")
    def comparison(request: Request) -> HTMLResponse:
        sight, assistant = site.seen(request)
        with assistant.library.steady():
            return site.page(request, "comparison.html", _compared(site, request, sight, assistant.library))

    return router


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _filter(request: Request) -> Wanted:
    """What the address asks for; what names nothing known is as if it were not there."""
    fields = request.query_params
    order, year = fields.get("sort", ""), fields.get("year", "")
    return Wanted(
        words=fields.get("q", "").strip()[:_LONGEST],
        party=fields.get("party", "").strip()[:_LONGEST],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        order=next((one for one in ORDERS if one == order.removeprefix("-")), "name"),
        falling=order.startswith("-"),
    )


def _chosen(site: Site, request: Request) -> tuple[Holding, ...]:
    _, assistant = site.seen(request)
    with assistant.library.steady():
        return chosen(_held(site, request, assistant.library), _filter(request))


def _held(site: Site, request: Request, library: Library) -> tuple[Holding, ...]:
    language = language_of(request, site.settings.language)
    return holdings(library, open_state(site.settings.data), site.today(), language)


def _values(site: Site, request: Request, sight: Sight, library: Library) -> dict[str, object]:
    language, wanted = language_of(request, site.settings.language), _filter(request)
    held = _held(site, request, library)
    found = chosen(held, wanted)
    cells = totals([one.years for one in found], language)
    bars = credit_bars(cells, message("pictures.credits_all", language), language)
    return {
        "wanted": wanted,
        "held": held,
        "found": found,
        "parties": party_names(held),
        "years": sorted({year for one in held if (year := year_of(one))}),
        "orders": _orders(request, wanted),
        "query": _query(request, {}),
        "sort": request.query_params.get("sort", ""),
        "keys": tuple(cells),
        "totals": cells,
        "tables": {one.document: by_key(one.years) for one in found},
        "bars": described(bars, language) if has_picture(bars) else "",
        "to": Addresses(request, site.signer, sight).to,
        "most": MOST_COMPARED,
    }


def _orders(request: Request, wanted: Wanted) -> Mapping[str, tuple[str, str]]:
    """For each column, its state for `aria-sort` and the query that sorts by it, the other way round once it does."""
    found: dict[str, tuple[str, str]] = {}
    for order in ORDERS:
        mine = order == wanted.order
        state = ("descending" if wanted.falling else "ascending") if mine else "none"
        turned = f"-{order}" if mine and not wanted.falling else order
        found[order] = (state, _query(request, {"sort": turned}))
    return found


def _query(request: Request, changed: Mapping[str, str]) -> str:
    """The query of this page with some fields changed; empty or with its mark."""
    kept = {name: request.query_params.get(name, "")[:_LONGEST] for name in ("q", "party", "year", "sort")}
    fields = {**kept, "lang": lang_asked(request) or "", **changed}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"?{query}" if query else ""


def _compared(site: Site, request: Request, sight: Sight, library: Library) -> dict[str, object]:
    language: Language = language_of(request, site.settings.language)
    asked: Sequence[str] = tuple(dict.fromkeys(request.query_params.getlist("c")))[:MOST_COMPARED]
    rows = {row.id: row for row in conventions(library)}
    if any(one not in rows for one in asked):
        raise Refused(404)
    picked = [rows[one] for one in asked]
    enough = len(picked) > 1
    state = open_state(site.settings.data)
    return {
        "rows": picked,
        "lines": compared(library, picked, state, site.today(), language) if enough else (),
        "to": Addresses(request, site.signer, sight).to,
    }
