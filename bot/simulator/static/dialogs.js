// One small dialog that asks for a few values.

import { byId, make } from "./dom.js";

// Resolves to {name: value}, or null when called off. Field kinds: text (default), textarea, check, select.
export function ask(title, fields) {
  const dialog = byId("dialog");
  return new Promise((resolve) => {
    const inputs = fields.map((field) => [field, inputOf(field)]);
    const close = (value) => {
      dialog.close();
      resolve(value);
    };
    const form = make("form", { method: "dialog" },
      make("h3", {}, title),
      ...inputs.map(([field, input]) =>
        field.kind === "check"
          ? make("label", { class: "check" }, input, field.label)
          : make("label", {}, field.label, input)),
      make("div", { class: "buttons" },
        make("button", { type: "button", onclick: () => close(null) }, "取消"),
        make("button", { type: "submit", class: "primary" }, "确定")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close(Object.fromEntries(inputs.map(([field, input]) => [field.name, field.kind === "check" ? input.checked : input.value])));
    });
    dialog.oncancel = () => resolve(null);
    dialog.replaceChildren(form);
    dialog.showModal();
  });
}

function inputOf(field) {
  if (field.kind === "textarea") {
    const area = make("textarea", { rows: 3, name: field.name });
    area.value = field.value || "";
    return area;
  }
  if (field.kind === "check") return make("input", { type: "checkbox", name: field.name, checked: field.value });
  if (field.kind === "select") {
    return make("select", { name: field.name }, ...field.options.map(([value, label]) => make("option", { value }, label)));
  }
  return make("input", { type: "text", name: field.name, value: field.value || "" });
}
