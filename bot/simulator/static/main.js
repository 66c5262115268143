// Holds what the page knows, keeps it current from the live stream, and redraws the parts that changed.

import * as client from "./client.js";
import { bubbleOf, timeLine, typingBubble } from "./bubbles.js";
import { closeMenus, setUp, showMenu } from "./composer.js";
import { byId, make, personAvatar, toast } from "./dom.js";
import { ask } from "./dialogs.js";
import * as panel from "./panel.js";

const GAP = 5 * 60 * 1000;
const TYPING_LASTS = 15 * 1000;
const state = { account: null, people: [], chosen: null, journals: new Map(), unread: new Map(), pushes: [], quota: [], skew: 0, offset: 0, faults: {} };

const now = () => new Date(Date.now() + state.skew);
const person = () => state.people.find((one) => one.openid === state.chosen);
const entries = (openid = state.chosen) => state.journals.get(openid) || [];

async function load() {
  state.account = await client.account();
  state.people = await client.customers();
  if (!state.people.length) state.people = [await client.addCustomer("王女士")];
  const wanted = location.hash.slice(1);
  const known = state.people.some((one) => one.openid === wanted);
  state.chosen = known ? wanted : person()?.openid || state.people[0].openid;
  state.faults = await client.faults();
  await readClock();
  for (const one of state.people) state.journals.set(one.openid, await client.journal(one.openid));
  await readChosen();
  draw();
}

async function readClock() {
  const told = await client.clock();
  state.skew = new Date(told.now) - Date.now();
  state.offset = told.offset_seconds;
}

async function readChosen() {
  const openid = state.chosen;
  const [attempts, quota] = await Promise.all([client.pushes(openid), client.quota(openid)]);
  if (openid === state.chosen) [state.pushes, state.quota] = [attempts, quota];
}

async function choose(openid) {
  state.chosen = openid;
  state.unread.delete(openid);
  history.replaceState(null, "", `#${openid}`);
  fold();
  await readChosen();
  draw();
}

function draw() {
  byId("text").disabled = false; // what is typed before somebody is chosen would reach nobody
  byId("account-line").textContent = `${state.account.name} · ${state.account.account === "service" ? "服务号" : "订阅号"} · ${{ plain: "明文", compat: "兼容", safe: "安全" }[state.account.mode]}模式 → ${state.account.callback_url}`;
  showMenu(state.account.button, act, toast);
  panel.showFaults(state.account.faults, state.faults);
  drawPeople();
  drawChat();
  drawPanel();
}

function drawPeople() {
  byId("customers").replaceChildren(...state.people.map((one) => {
    const last = entries(one.openid).at(-1);
    const unread = state.unread.get(one.openid);
    return make("li", {}, make("button", { class: `person ${one.openid === state.chosen ? "chosen" : ""}`, "data-openid": one.openid, onclick: () => choose(one.openid) },
      personAvatar(one),
      make("span", { class: "who" }, make("span", { class: "name" }, one.name + (one.follows ? "" : "（未关注）")), make("span", { class: "last" }, last?.text || one.openid)),
      unread ? make("span", { class: "unread" }, String(unread)) : null));
  }));
}

function drawChat() {
  const one = person();
  byId("title").textContent = one.typing ? "对方正在输入…" : state.account.name;
  const nodes = [];
  let before = null;
  for (const entry of entries()) {
    const at = new Date(entry.at);
    if (before === null || at - before > GAP) nodes.push(timeLine(at, now()));
    nodes.push(bubbleOf(entry, one, tap));
    before = at;
  }
  if (!nodes.length) nodes.push(make("div", { class: "empty" }, "已关注，说点什么吧", make("br"), "例如：明天下午两点找个阿姨打扫，90平"));
  if (one.typing) nodes.push(typingBubble());
  const chat = byId("chat");
  chat.replaceChildren(...nodes);
  chat.scrollTop = chat.scrollHeight;
  byId("form").hidden = !one.follows;
  byId("left")?.remove();
  if (!one.follows) byId("composer").prepend(make("div", { class: "left", id: "left" }, "已取消关注", make("button", { onclick: () => act((openid) => client.event(openid, "subscribe")) }, "重新关注")));
}

function drawPanel() {
  panel.showQuota(state.quota, state.account.quotas, now());
  panel.showWays(entries());
  panel.showPushes(state.pushes);
  panel.showClock(now(), state.offset);
}

async function act(call) {
  try {
    await call(state.chosen);
  } catch (error) {
    toast(error instanceof client.Refused ? error.message : "模拟器没有应答");
  }
}

const say = (message) => act((openid) => client.send(openid, message));
const tap = (entry, itemId) => act((openid) => client.tap(openid, entry.bubble_id, itemId));

let waiting;
function refreshPanel() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => { await readChosen(); drawPanel(); }, 60);
}

let typingEnds;
const handlers = {
  journal(entry) {
    const known = entries(entry.openid);
    if (known.some((one) => one.seq === entry.seq)) return;
    state.journals.set(entry.openid, [...known, entry]);
    const owner = state.people.find((one) => one.openid === entry.openid);
    if (owner && entry.direction === "out") owner.typing = false;
    if (entry.openid === state.chosen) { drawChat(); refreshPanel(); }
    else if (entry.direction === "out") state.unread.set(entry.openid, (state.unread.get(entry.openid) || 0) + 1);
    drawPeople();
  },
  push(attempt) { if (attempt.openid === state.chosen) refreshPanel(); },
  typing({ openid, on }) {
    const owner = state.people.find((one) => one.openid === openid);
    if (owner) owner.typing = on;
    if (openid === state.chosen) drawChat();
    clearTimeout(typingEnds);
    if (on) typingEnds = setTimeout(() => handlers.typing({ openid, on: false }), TYPING_LASTS);
  },
  customer(told) {
    const index = state.people.findIndex((one) => one.openid === told.openid);
    if (index < 0) state.people.push(told); else state.people[index] = told;
    drawPeople();
    if (told.openid === state.chosen) drawChat();
  },
  menu({ button }) { state.account.button = button; showMenu(button, act, toast); },
  faults(on) { state.faults = on; panel.showFaults(state.account.faults, on); },
  async clock() { await readClock(); await readChosen(); drawPanel(); },
};

function fold() {
  for (const id of ["people", "panel", "shade"]) byId(id).classList.remove("open");
}

function unfold(id) {
  byId(id).classList.add("open");
  byId("shade").classList.add("open");
}

async function add() {
  const given = await ask("添加客户", [{ name: "name", label: "称呼", value: `客户${state.people.length + 1}` }]);
  if (!given) return;
  const told = await client.addCustomer(given.name);
  handlers.customer(told);
  await choose(told.openid);
}

function live(on) {
  byId("live").textContent = on ? "实时" : "连接断开";
  byId("live").className = `live ${on ? "on" : "off"}`;
}

setUp(say, act);
panel.setUpClock();
byId("add-customer").addEventListener("click", add);
byId("clear-faults").addEventListener("click", () => client.clearFaults());
byId("open-people").addEventListener("click", () => unfold("people"));
byId("open-panel").addEventListener("click", () => unfold("panel"));
byId("close-panel").addEventListener("click", fold);
byId("shade").addEventListener("click", fold);
document.addEventListener("click", closeMenus);
byId("chat").addEventListener("click", () => (byId("drawer").hidden = true));
setInterval(() => { if (state.account) { panel.showQuota(state.quota, state.account.quotas, now()); panel.showClock(now(), state.offset); } }, 1000);

// Updates that arrive while everything is being loaded are part of what is loaded.
let ready = Promise.resolve();
const later = Object.fromEntries(Object.entries(handlers).map(([topic, handle]) => [topic, (data) => ready.then(() => handle(data))]));
client.listen(later, () => { live(true); ready = load(); }, () => live(false));
