// Parts of a page that follow events: the page is fetched anew and its [data-live] parts are exchanged.
import { reapply } from "./reveal.js";
import { follow, readingAt } from "./scroll.js";

const GAP = 400; // between two loads, where the conversation that is open has changed
const CALM = 1000; // where only lists have
const SPREAD = 300; // so that not all consoles ask at the same moment
const PATIENCE = 5; // a server that takes long is asked so much less often
const POLL = 20_000;
const came = new WeakMap();
let asked = 0;
let took = 0;
let due = 0;
let waiting = null;
let running = false;

export function startLive() {
  const place = document.querySelector("[data-events]");
  if (!place) return;
  const source = new EventSource(place.dataset.events);
  const open = new URL(place.dataset.events, location).searchParams.get("conversation");
  const heard = (event) => refresh(open && JSON.parse(event.data).conversation_id === open ? GAP : calm());
  for (const kind of ["message", "note", "conversation", "looking", "reset"]) source.addEventListener(kind, heard);
  source.addEventListener("error", () => document.body.classList.add("offline"));
  source.addEventListener("open", () => document.body.classList.remove("offline"));
  setInterval(() => refresh(calm()), POLL);
  addEventListener("pagehide", () => source.close());
}

export function refresh(gap = GAP) {
  const at = Math.max(asked + gap, Date.now());
  if (waiting && due <= at) return;
  clearTimeout(waiting);
  due = at;
  waiting = setTimeout(load, at - Date.now());
}

function calm() {
  return Math.max(CALM, PATIENCE * took) + SPREAD * Math.random();
}

async function load() {
  if (running) return void (waiting = setTimeout(load, GAP));
  waiting = null;
  running = true;
  asked = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { "X-In-Background": "1" } });
    if (answer.redirected && new URL(answer.url).pathname === "/login") return void location.reload();
    if (answer.ok) exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    document.body.classList.add("offline");
  } finally {
    took = Date.now() - asked;
    running = false;
  }
}

function exchange(fresh) {
  document.title = fresh.title;
  for (const old of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(old.id);
    if (!next || next.outerHTML === (came.get(old) ?? old.outerHTML)) continue;
    // What somebody is typing in stays, unless the form itself has become another one.
    const typing = old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    const sameForm = old.dataset.live === next.dataset.live && old.querySelector("textarea");
    if (typing && old.dataset.live === next.dataset.live) continue;
    if (sameForm && [...old.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue)) continue;
    const isLog = "bottom" in old.dataset;
    const at = isLog ? readingAt(old) : old.scrollTop;
    const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const opened = [...old.querySelectorAll("details[open]")].map((one) => one.closest("[data-message]")?.dataset.message);
    const copy = document.importNode(next, true);
    came.set(copy, next.outerHTML);
    old.replaceWith(copy);
    if (isLog) follow(copy, at);
    else copy.scrollTop = at;
    for (const id of opened.filter(Boolean)) copy.querySelector(`[data-message="${CSS.escape(id)}"] details`)?.setAttribute("open", "");
    if (focused) copy.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    reapply(copy);
  }
}
