// The keyboard: j/k walk a list, Enter opens, letters press the button that names them with data-key.
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) {
        event.preventDefault();
        if (event.repeat) return;
        form.requestSubmit(form.querySelector("button[type=submit]:not([name])") ?? undefined);
      }
      return;
    }
    if (event.key === "Escape" && typing) return void event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (pressed(event.key)) event.preventDefault();
  });
}

function pressed(key) {
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1);
  if (key === "?") return openKeys();
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
  if (!target) return false;
  const field = target.matches("input, textarea");
  const details = target.closest("details");
  if (details && field) details.open = true;
  target.focus();
  if (!field) target.click();
  return true;
}

function walk(step) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
  if (!items.length) return false;
  const now = items.indexOf(document.activeElement);
  const from = now >= 0 ? now : items.findIndex((item) => item.hasAttribute("aria-current"));
  const next = items[Math.min(Math.max(from + step, 0), items.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function openKeys() {
  document.getElementById("keys").showModal();
  return true;
}
