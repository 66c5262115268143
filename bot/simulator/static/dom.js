// Building elements without markup strings: whatever a message contains stays text.

export const byId = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function drawing(viewBox, ...paths) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", viewBox);
  for (const d of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const COLOURS = ["#e8825d", "#5d8de8", "#8c6fd1", "#d16f9b", "#3fa796", "#c09a3e", "#6b8e4e", "#b0655f"];

export function personAvatar(customer) {
  const sum = [...customer.openid].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return make("span", { class: "avatar", style: `background:${COLOURS[sum % COLOURS.length]}` }, [...customer.name][0]);
}

export const accountAvatar = () =>
  make("span", { class: "avatar account" }, drawing("0 0 24 24", "M12 3 3 10.5h2.6V20h5v-5.6h2.8V20h5v-9.5H21z"));

let hiding;
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(hiding);
  hiding = setTimeout(() => box.classList.remove("on"), 2400);
}

const ZONE = "Asia/Shanghai";
const format = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hourCycle: "h23", ...options });
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ month: "long", day: "numeric" });
const FULL = format({ year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const clockTime = (date) => CLOCK.format(date);
export const fullTime = (date) => FULL.format(date).replace(/\s*(周.)\s*/, " $1 ");
export const chatTime = (date, now) =>
  DAY.format(date) === DAY.format(now) ? CLOCK.format(date) : `${DAY.format(date)} ${CLOCK.format(date)}`;
