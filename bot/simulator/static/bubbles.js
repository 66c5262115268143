// One journal entry as WeChat would show it.

import { accountAvatar, chatTime, drawing, make, personAvatar } from "./dom.js";

const WAYS = { passive: "被动回复", custom: "客服消息", template: "模板消息", notice: "订阅通知", system: "平台" };
const ANCHOR = /<a\b([^>]*)>([\s\S]*?)<\/a>/g;
const HREF = /href=["']([^"']*)["']/;

export const wayName = (way) => WAYS[way] || way;

export function timeLine(at, now) {
  return make("div", { class: "line" }, chatTime(at, now));
}

// `onTap(entry, itemId)` is called for items and menu links.
export function bubbleOf(entry, customer, onTap) {
  if (entry.kind === "event") return make("div", { class: "line", "data-seq": entry.seq }, entry.text);
  if (entry.kind === "failure") return make("div", { class: "line failure", "data-seq": entry.seq }, entry.text);
  if (entry.kind === "card") return noticeCard(entry);
  const stack = make("div", { class: "stack" }, ...contentOf(entry, onTap));
  if (entry.direction === "out") stack.append(make("span", { class: "way" }, wayLine(entry)));
  const avatar = entry.direction === "in" ? personAvatar(customer) : accountAvatar();
  return make("div", { class: `row ${entry.direction}`, "data-seq": entry.seq }, avatar, stack);
}

export function typingBubble() {
  const dots = make("span", { class: "typing" }, make("i"), make("i"), make("i"));
  return make("div", { class: "row out", id: "typing" }, accountAvatar(), make("div", { class: "stack" }, make("div", { class: "bubble" }, dots)));
}

export function wayLine(entry) {
  return entry.way === "passive" ? `${WAYS.passive} · 第 ${entry.push} 次推送` : wayName(entry.way);
}

function contentOf(entry, onTap) {
  switch (entry.kind) {
    case "image": return [make("div", { class: "bubble bare" }, picture(entry))];
    case "video":
    case "shortvideo": return [make("div", { class: "bubble bare" }, make("div", { class: "photo film" }))];
    case "sticker": return [make("div", { class: "bubble bare" }, sticker())];
    case "voice": return voice(entry);
    case "location": return [make("div", { class: "bubble bare" }, place(entry))];
    case "news":
    case "link": return [make("div", { class: "bubble bare" }, linkCard(entry))];
    default: return [make("div", { class: "bubble" }, ...richText(entry, onTap), choicesOf(entry, onTap), tailOf(entry))];
  }
}

// A customer's picture is a sample of one pixel, so it is drawn; the account's own pictures are shown.
function picture(entry) {
  if (entry.direction === "in") return make("div", { class: "photo" });
  return make("img", { class: "photo", src: `/sim/media/${entry.extra.media_id}`, alt: "图片" });
}

// Links are the only markup the platform renders in a text.
function richText(entry, onTap) {
  const parts = [];
  let from = 0;
  for (const match of entry.text.matchAll(ANCHOR)) {
    parts.push(entry.text.slice(from, match.index));
    parts.push(anchor(entry, HREF.exec(match[1])?.[1] || "", match[2], onTap));
    from = match.index + match[0].length;
  }
  parts.push(entry.text.slice(from));
  return parts;
}

function anchor(entry, href, label, onTap) {
  if (href.startsWith("weixin://bizmsgmenu")) {
    const id = new URLSearchParams(href.split("?")[1]?.replaceAll("&amp;", "&")).get("msgmenuid") || "";
    return make("a", { href: "#", onclick: (event) => { event.preventDefault(); onTap(entry, id); } }, label);
  }
  const safe = /^https?:\/\//.test(href);
  return make("a", safe ? { href, target: "_blank", rel: "noopener noreferrer" } : {}, label);
}

function choicesOf(entry, onTap) {
  if (entry.kind !== "menu") return null;
  return make("span", { class: "choices" }, ...entry.choices.map((choice) =>
    make("button", { class: "choice", type: "button", "data-item": choice.id, onclick: () => onTap(entry, choice.id) }, choice.content)));
}

const tailOf = (entry) => (entry.extra.tail ? make("span", { class: "tail" }, entry.extra.tail) : null);

function voice(entry) {
  const waves = drawing("0 0 24 24", "M6 9.5a4 4 0 0 1 0 5", "M10 6.5a8 8 0 0 1 0 11", "M14 3.8a12 12 0 0 1 0 16.4");
  const seconds = Math.min(60, Math.max(2, Math.ceil(entry.text.length / 4)));
  const heard = entry.text ? make("div", { class: "heard" }, entry.text) : make("div", { class: "heard none" }, "（无识别文字）");
  return [make("div", { class: "bubble" }, make("span", { class: "voice" }, `${seconds}″`, waves)), heard];
}

function place(entry) {
  const where = `${entry.extra.latitude?.toFixed(5)}, ${entry.extra.longitude?.toFixed(5)}`;
  return make("div", { class: "place" }, make("b", {}, entry.text), make("small", {}, where), make("div", { class: "map" }));
}

function linkCard(entry) {
  return make("div", { class: "link" }, entry.text, make("small", {}, entry.extra.description || entry.extra.url));
}

function sticker() {
  const svg = drawing("0 0 64 64", "M32 6a26 26 0 1 0 0 52 26 26 0 0 0 0-52z", "M20 36c3 9 21 9 24 0z", "M22 22v6M42 22v6");
  svg.setAttribute("class", "sticker");
  const [face, mouth, eyes] = svg.children;
  face.setAttribute("fill", "#ffd54a");
  mouth.setAttribute("fill", "#8a4b08");
  eyes.setAttribute("stroke", "#5c3b00");
  eyes.setAttribute("stroke-width", "4");
  eyes.setAttribute("stroke-linecap", "round");
  return svg;
}

function noticeCard(entry) {
  const rows = entry.extra.lines.flatMap((line) => [make("dt", {}, line.label), make("dd", {}, line.value)]);
  return make("div", { class: "notice", "data-seq": entry.seq },
    make("header", {}, make("span", {}, "服务通知"), make("span", {}, wayName(entry.way))),
    make("h4", {}, entry.extra.title),
    make("dl", {}, ...rows),
    entry.extra.url ? make("footer", {}, make("span", {}, "查看详情"), make("span", {}, "›")) : null);
}
