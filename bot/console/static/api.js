// One call of the JSON API in the name of the session.
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
  if (!answer.ok) throw new Refused(words(answer.status, told));
  return told;
}

const KNOWN = {
  forbidden: "您的角色不能这样做。",
  forged: "页面太旧了，请刷新后再试。",
  window_taken: "这个时段刚被别人约走了，请换一个时间。",
  no_provider_available: "这个时间没有合适的家政员。",
  illegal_transition: "这一步现在不能做：它的状态已经变了，请刷新看看。",
  past_window: "这个时间已经过去，或离上门太近了。",
  hold_expired: "占位已经过期，请重新选时间。",
  not_found: "没有找到，可能已经被删除。",
  unexpected: "出了点问题，已经记下来了，请再试一次。",
};

function words(status, told) {
  if (KNOWN[told.error]) return KNOWN[told.error];
  if (status === 400) return `填写有误：${told.message ?? ""}`;
  if (status === 503) return "系统正忙，请过几秒再试。";
  return told.message ?? "没有成功，请再试一次。";
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
