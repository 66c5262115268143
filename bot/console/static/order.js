// The order from the chat: what it costs and who would come, while the form is being filled.
import { call, Refused } from "./api.js";
import { bodyOf } from "./calls.js";

let asked = 0;

export function startOrder() {
  const form = document.getElementById("new-order");
  if (!form) return;
  form.addEventListener("change", () => quote(form));
}

async function quote(form) {
  const told = document.getElementById("quoted");
  const body = bodyOf(form);
  if (!body.start || !body.service) return;
  const mine = ++asked;
  const query = new URLSearchParams({ service: body.service, district: body.district, start: body.start, customer: body.customer });
  if (body.area_sqm) query.set("area", body.area_sqm);
  if (body.duration_minutes) query.set("minutes", body.duration_minutes);
  try {
    const [price, match] = await Promise.all([call("GET", `/api/quote?${query}`), call("GET", `/api/match?${query}`)]);
    if (mine !== asked) return;
    const first = match.candidates[0];
    const yuan = (price.total_fen / 100).toString();
    told.textContent = first ? `¥${yuan}，${first.name}可以去（${match.candidates.length} 位有空）` : `¥${yuan}，这个时间没有人有空，请换一个时间。`;
    told.classList.toggle("bad-words", !first);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (mine === asked) told.textContent = error.message;
  }
}
