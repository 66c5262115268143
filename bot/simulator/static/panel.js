// The right panel: quota, ways of the replies, pushes, virtual clock, fault switches.

import * as client from "./client.js";
import { wayName } from "./bubbles.js";
import { byId, clockTime, fullTime, make } from "./dom.js";

const BUCKETS = { message: "发消息", menu: "点菜单", follow: "关注", scan: "扫码" };
const OUTCOMES = { open: "推送中", ack: "已接收", reply: "有回复", failed: "失败", muted: "停推" };
const REASONS = [
  [/^no answer within the deadline$/, "超时未应答"],
  [/^unreachable.*/, "连不上回调地址"],
  [/^a plain reply in safe mode$/, "安全模式下回复了明文"],
  [/^empty Content$/, "回复内容为空"],
  [/^wrong MsgSignature$/, "回复签名不对"],
  [/^MarkFail$/, "失败过多，暂停推送"],
];
const JUMPS = [["+1 分钟", 60], ["+1 小时", 3600], ["+1 天", 86400], ["+48 小时", 172800]];
const SHOWN = 40;

export function showQuota(buckets, totals, now) {
  const rows = buckets
    .filter((bucket) => new Date(bucket.expires_at) > now)
    .map((bucket) => {
      const total = Math.max(totals[bucket.bucket] || 0, bucket.left);
      const dots = Array.from({ length: total }, (_, index) => make("i", { class: index < bucket.left ? "full" : "" }));
      return make("div", { class: "bucket", "data-bucket": bucket.bucket, "data-left": bucket.left },
        BUCKETS[bucket.bucket] || bucket.bucket,
        make("span", { class: "dots", title: `剩 ${bucket.left} 条` }, ...dots),
        make("time", {}, remaining(new Date(bucket.expires_at) - now)));
    });
  byId("quota").replaceChildren(...(rows.length ? rows : [make("div", { class: "none" }, "没有打开的窗口，客服消息会被拒绝（45015）")]));
}

export function showWays(entries) {
  const rows = entries.filter((entry) => entry.direction === "out").slice(-SHOWN).reverse().map((entry) =>
    make("li", {},
      make("span", { class: `chip ${entry.way}` }, wayName(entry.way) + (entry.push ? ` ${entry.push}` : "")),
      make("span", { class: "what" }, entry.text),
      make("small", {}, clockTime(new Date(entry.at)))));
  byId("ways").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, "还没有回复")]));
}

export function showPushes(attempts) {
  const rows = attempts.slice(-SHOWN).reverse().map((attempt) =>
    make("li", { title: attempt.reason },
      make("span", { class: `chip ${attempt.outcome}` }, OUTCOMES[attempt.outcome]),
      make("span", { class: "what" }, [attempt.kind, `第 ${attempt.push} 次`, reasonOf(attempt.reason)].filter(Boolean).join(" · ")),
      make("small", {}, attempt.elapsed_ms === null ? "…" : `${attempt.elapsed_ms} ms`)));
  byId("pushes").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, "还没有推送")]));
}

export function setUpClock() {
  byId("clock").replaceChildren(
    make("div", { class: "moment", id: "moment" }),
    make("div", { class: "jumps" }, ...JUMPS.map(([label, seconds]) =>
      make("button", { type: "button", onclick: () => client.advance(seconds) }, label))));
}

export function showClock(now, offsetSeconds) {
  byId("moment").replaceChildren(fullTime(now), make("small", {}, offsetSeconds ? `已拨快 ${remaining(offsetSeconds * 1000)}` : ""));
}

export function showFaults(known, on) {
  byId("faults").replaceChildren(...known.map((fault) => {
    const value = on[fault.name];
    const input = fault.kind === "bool"
      ? make("input", { type: "checkbox", checked: value === true, "data-fault": fault.name,
          onchange: (event) => client.setFaults({ [fault.name]: event.target.checked }) })
      : faultSelect(fault, value);
    return make("label", { class: "switch" }, fault.title, input);
  }));
}

function faultSelect(fault, value) {
  const choices = fault.choices.length ? fault.choices : [3, 5, 10];
  const all = value === undefined || choices.includes(value) ? choices : [...choices, value];
  const pick = (event) => {
    const chosen = all[event.target.selectedIndex - 1];
    client.setFaults({ [fault.name]: chosen ?? null });
  };
  return make("select", { class: value === undefined ? "" : "on", "data-fault": fault.name, onchange: pick },
    make("option", {}, "关"),
    ...all.map((choice) => make("option", { selected: choice === value }, String(choice))));
}

const reasonOf = (reason) => REASONS.find(([pattern]) => pattern.test(reason))?.[1] || reason;

function remaining(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} 小时 ${Math.floor((seconds % 3600) / 60)} 分`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
}
