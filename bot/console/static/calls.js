// Forms and buttons that call the API: data-call (path), data-method, data-body, data-ask, data-done.
import { call, Refused, say } from "./api.js";
import { refresh } from "./live.js";

export function startCalls() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.call) return;
    event.preventDefault();
    const body = bodyOf(form, event.submitter);
    run(form, event.submitter, form.dataset.under ? { [form.dataset.under]: body } : body);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-call]");
    if (!button || button.closest("form[data-call]")) return;
    run(button, button, button.dataset.body ? JSON.parse(button.dataset.body) : undefined);
  });
}

async function run(element, button, body) {
  const { call: path, method = "POST", ask, done = "reload", says = "好了" } = element.dataset;
  if (element.getAttribute("aria-busy") === "true") return;
  if (ask && !confirm(ask)) return;
  if (button) button.disabled = true;
  element.setAttribute("aria-busy", "true");
  try {
    const answer = await call(method, path, body);
    element.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: answer }));
    if (done === "reload") location.reload();
    else if (done === "stay" || done === "refresh") {
      if ("clears" in element.dataset || done === "stay") element.reset?.();
      element.closest("details")?.removeAttribute("open");
      if (element.dataset.says || done === "stay") say(says);
      // What was typed has gone out: the part may be exchanged now.
      if (element.contains(document.activeElement) && !("clears" in element.dataset)) document.activeElement.blur();
      refresh();
    } else location.assign(done.replace("{id}", answer.id ?? ""));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message, true);
  } finally {
    if (button) button.disabled = false;
    element.removeAttribute("aria-busy");
  }
}

// Empty fields are left out; data-type says what a value becomes.
export function bodyOf(form, submitter) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || (field.type === "submit" && field !== submitter)) continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    const value = field.value.trim();
    const kind = field.dataset.type ?? "text";
    if (kind === "flag") body[field.name] = true;
    else if (value === "" && !("keep" in field.dataset)) continue;
    else if (kind === "number") body[field.name] = Number(value);
    else if (kind === "yuan") body[field.name] = Math.round(Number(value) * 100);
    else if (kind === "list") body[field.name] = [...(body[field.name] ?? []), ...value.split(/[,，、\n]/).map((one) => one.trim()).filter(Boolean)];
    else if (kind === "moment") body[field.name] = `${value}:00${form.dataset.offset ?? "+08:00"}`;
    else body[field.name] = value;
  }
  return body;
}
