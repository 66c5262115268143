"""The console's pages: server-rendered, in Chinese; one table says who may open which.

How a page is added
-------------------
1. A module here with ``async def NAME_page(call: PageCall) -> Shown | GoTo``. It reads (``call.uow``,
   ``call.deps.views``, or a handler of the API through ``call.api(...)``) and gives ``Shown("NAME.html", {...})``;
   it changes nothing.
2. In that module ``PAGES = (Page("/figures", STAFF, figures_page, nav="数据", place=70, sign="chart"),)``, and its
   name in ``table.py``. Navigation, log-in, roles and the tests that walk the table follow. ``{id}`` in a path is one
   id; query values come as ``call.query``.
3. ``templates/NAME.html`` begins with ``{% extends "base.html" %}`` and fills ``title`` and ``main``. Values are
   escaped; an undefined one is an error, so give every name. Filters are in ``rendering.py``: ``moment``, ``day``,
   ``clock``, ``span``, ``yuan``; masked: ``phone``, ``person``, ``address``, ``words``. Macros: ``parts.html``.
   No ``style=`` and no inline script: the content policy refuses them. SVG charts use attributes (``fill="…"``) or
   classes.
4. A change is a call of the JSON API: ``<form data-call="/api/…" data-done="reload">`` or
   ``<button data-call="/api/…" data-body='{"…": "…"}' data-ask="真的吗？">`` (``static/calls.js``: CSRF header,
   idempotency key, and the words where it is refused). Fields are sent by name;
   ``data-type="number|list|moment|flag|yuan"`` says what they become.
5. Personal data goes through a mask; ``{{ parts.reveal("booking", id) }}`` beside ``{{ parts.secret("phone", …) }}``
   inside an element with ``data-secrets`` shows it after one click, which is audited.
"""
