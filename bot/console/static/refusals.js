// What the API refuses in words for programs, in words for people. What is not known here stays vague, never English.
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

const SAID = [
  [/^link the ticket to the booking first/, () => "请先在“关联订单”里选好是哪一单。"],
  [/^amount_fen: .* (\d+) fen$/, ([, most]) => `退款要大于 0，最多 ${most / 100} 元（客户付过、还没退的）。`],
  [/has a refund of/, () => "这张工单已经批过退款了。"],
  [/has a refund for/, () => "这张工单已经批了退款，不能再换订单。"],
  [/waits for its money/, () => "批了的退款还没退，退了以后再问客户解决没有。"],
  [/has no approved refund/, () => "这张工单没有等着退的款。"],
  [/has the open ticket (tk_\w+)/, ([, other]) => `这一单已经有工单 ${other}，请在那张上接着处理。`],
  [/is approved by a supervisor$/, () => "超过限额的退款要主管来批。"],
  [/^(.+) \(\w+\) cannot be sent: (.+)$/, ([, name, why]) => `${name}去不了：${why}。`],
  [/needs (\d+) different providers$/, ([, count]) => `要选 ${count} 位不同的家政员。`],
  [/^say who comes instead/, () => "请先选换成谁。"],
  [/has an address and a phone$/, () => "还缺地址或电话。"],
  [/needs the size of the home$/, () => "这项服务按面积算价，请填面积。"],
  [/^quoted_fen: it costs (\d+) fen now$/, ([, now]) => `价格变了，现在是 ${now / 100} 元。`],
  [/^name at least one thing/, () => "没有要改的内容。"],
  [/an extra needs words/, () => "请写清加做什么、加多少钱。"],
  [/^intents: give some/, () => "请至少选一个意思；“没有意思”只能单选。"],
  [/^topic: ask_policy needs one/, () => "选了“问规定”，请再选是哪一条。"],
  [/^topic: with ask_policy/, () => "选了哪一条规定的，意思里也要选“问规定”。"],
  [/^category: with complain/, () => "选了投诉类别的，意思里也要选“投诉”。"],
  [/^an example is one line/, () => "例句只能是一行，最多 200 个字。"],
];

const FIELDS = {
  amount_fen: "金额", fen: "金额", start: "时间", address: "地址", phone: "电话", duration_minutes: "时长", area_sqm: "面积",
  minutes: "时长", area: "面积", providers: "人数", provider_ids: "家政员", service: "服务", district: "区", notes: "备注",
  reason: "原因", text: "内容", words: "内容", label: "内容", booking_id: "订单", "agreed.phone": "电话", "agreed.on": "日期",
  "agreed.at": "时间", "agreed.address": "地址", special_needs: "要求", replies: "快捷回复",
};

export function inChinese(status, told) {
  if (KNOWN[told.error]) return KNOWN[told.error];
  const said = told.message ?? "";
  for (const [pattern, words] of SAID) {
    const found = pattern.exec(said);
    if (found) return words(found);
  }
  if (status === 503) return "系统正忙，请过几秒再试。";
  if (status === 429) return "太频繁了，请过一会儿再试。";
  const field = FIELDS[/^([a-z_.]+):/.exec(said)?.[1]];
  if (field) return `“${field}”填得不对，请改一下。`;
  return status === 400 ? "填写有误，请检查一下再试。" : "没有成功，请刷新后再试一次。";
}
