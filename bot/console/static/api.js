// One call of the JSON API in the name of the session.
import { inChinese } from "./refusals.js";

const token = document.querySelector('meta[name="csrf"]').content;

export class Refused extends Error {}

export async function call(method, path, body) {
  const headers = { "X-CSRF-Token": token };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["Idempotency-Key"] = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused("网络断了，请看一下连接再试。");
  }
  if (answer.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Refused("登录已经结束，请重新登录。");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(inChinese(answer.status, told));
  return told;
}

let fading;
export function say(text, isBad = false) {
  const place = document.getElementById("said");
  place.textContent = text;
  place.classList.toggle("bad", isBad);
  place.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("shown"), isBad ? 6000 : 2500);
}
