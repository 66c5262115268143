// The bottom of the phone: text input, voice, pictures and the rest, and the account's custom menu.

import * as client from "./client.js";
import { byId, drawing, make } from "./dom.js";
import { ask } from "./dialogs.js";

const TOOLS = [
  ["图片", ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-2 4 4", "M15.5 9.5h.01"], (say) => say({ kind: "image" })],
  ["视频", ["M4 6h11v12H4z", "M15 10l5-3v10l-5-3z"], (say) => say({ kind: "video" })],
  ["位置", ["M12 21s7-6.2 7-11.5a7 7 0 1 0-14 0C5 14.800 12 21 12 21z", "M12 7.500a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400z"], askLocation],
  ["链接", ["M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1", "M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"], askLink],
  ["扫一扫", ["M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4", "M4 12h16"], askScan],
  ["订阅通知", ["M6 17V11a6 6 0 0 1 12 0v6l2 2H4z", "M10 21h4"], askConsent],
  ["取消关注", ["M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M3 20c0-4 3-6 7-6s7 2 7 6", "M17 9h5"], (_say, act) => act((openid) => client.event(openid, "unsubscribe"))],
];

// `say(message)` sends as the chosen customer; `act(call)` runs a call with its openid.
export function setUp(say, act) {
  const text = byId("text");
  const form = byId("form");
  const fit = () => {
    form.classList.toggle("writing", text.value.trim() !== "");
    text.style.height = "38px";
    text.style.height = `${Math.min(text.scrollHeight, 110)}px`;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!text.value.trim()) return;
    say({ kind: "text", text: text.value });
    text.value = "";
    fit();
  });
  text.addEventListener("input", fit);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  text.addEventListener("focus", () => (byId("drawer").hidden = true));
  byId("sticker").addEventListener("click", () => say({ kind: "sticker" }));
  byId("voice").addEventListener("click", () => askVoice(say));
  byId("more").addEventListener("click", () => (byId("drawer").hidden = !byId("drawer").hidden));
  byId("drawer").append(...TOOLS.map(([label, paths, use]) =>
    make("button", { type: "button", onclick: () => { byId("drawer").hidden = true; use(say, act); } },
      make("span", {}, drawing("0 0 24 24", ...paths)), label)));
}

export function showMenu(buttons, act, notify) {
  const bar = byId("menu");
  bar.hidden = buttons.length === 0;
  bar.replaceChildren(...buttons.map((button) => {
    const subs = button.sub_button || [];
    if (!subs.length) return make("div", {}, menuButton(button, act, notify));
    const list = make("div", { class: "submenu", hidden: true }, ...subs.map((sub) => menuButton(sub, act, notify)));
    const toggle = () => {
      const hidden = list.hidden;
      closeMenus();
      byId("drawer").hidden = true;
      list.hidden = !hidden;
    };
    return make("div", {}, list, make("button", { type: "button", class: "has", onclick: (event) => { event.stopPropagation(); toggle(); } }, button.name));
  }));
}

export function closeMenus() {
  for (const list of document.querySelectorAll(".submenu")) list.hidden = true;
}

function menuButton(button, act, notify) {
  const use = () => {
    if (button.type === "view") notify(`将打开网页 ${button.url}`);
    const [name, key] = EVENTS[button.type]?.(button) || [button.type, button.key];
    act((openid) => client.event(openid, name, key));
  };
  return make("button", { type: "button", onclick: use }, button.name);
}

const EVENTS = {
  click: (button) => ["CLICK", button.key],
  view: (button) => ["VIEW", button.url],
  miniprogram: (button) => ["view_miniprogram", button.pagepath],
};

async function askVoice(say) {
  const given = await ask("说一段语音", [
    { name: "heard", label: "说的内容", kind: "textarea", value: "明天下午两点找个阿姨打扫，九十平" },
    { name: "transcript", label: "带语音识别文字", kind: "check", value: true },
  ]);
  if (given) say({ kind: "voice", recognition: given.transcript ? given.heard : null });
}

async function askLocation(say) {
  const given = await ask("发送位置", [
    { name: "label", label: "地点", value: "上海市静安区南京西路1266号" },
    { name: "latitude", label: "纬度", value: "31.22881" },
    { name: "longitude", label: "经度", value: "121.45412" },
  ]);
  if (given) say({ kind: "location", label: given.label, latitude: Number(given.latitude) || 0, longitude: Number(given.longitude) || 0 });
}

async function askLink(say) {
  const given = await ask("分享链接", [
    { name: "title", label: "标题", value: "空调清洗要多少钱？" },
    { name: "url", label: "网址", value: "https://example.com/article" },
  ]);
  if (given) say({ kind: "link", ...given });
}

async function askScan(_say, act) {
  const given = await ask("扫描带参数的二维码", [{ name: "scene", label: "场景值", value: "flyer" }]);
  if (given) act((openid) => client.event(openid, "SCAN", given.scene));
}

async function askConsent(_say, act) {
  const given = await ask("订阅通知弹窗", [
    { name: "template", label: "模板 ID", value: "" },
    { name: "status", label: "客户的选择", kind: "select", options: [["accept", "允许一次"], ["reject", "拒绝"]] },
  ]);
  if (given?.template) act((openid) => client.consent(openid, { template_id: given.template, status: given.status }));
}
