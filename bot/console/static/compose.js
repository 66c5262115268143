// The reply box: a slash at its beginning filters the quick replies; arrows choose one, Enter takes it.
export function startCompose() {
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-quick]")) filter(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-quick]")) return;
    const list = listOf(box);
    if (!list || list.hidden) return;
    const shown = [...list.children].filter((one) => !one.hidden);
    const at = shown.findIndex((one) => one.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select(shown, Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), shown.length - 1));
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && shown.length) {
      event.preventDefault();
      take(box, shown[Math.max(at, 0)]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      list.hidden = true;
    }
  }, true);
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("#quick li");
    if (chosen) take(document.querySelector("[data-quick]"), chosen);
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const details = document.getElementById(opener.dataset.opens);
      details.open = true;
      details.querySelector("input, textarea")?.focus();
    }
  });
}

function listOf(box) {
  return box.form.querySelector("#quick");
}

function filter(box) {
  const list = listOf(box);
  const typed = box.value;
  list.hidden = !typed.startsWith("/") || typed.includes("\n");
  if (list.hidden) return;
  const wanted = typed.slice(1).toLowerCase();
  for (const one of list.children) {
    one.hidden = !(one.dataset.title + one.dataset.text).toLowerCase().includes(wanted);
  }
  const shown = [...list.children].filter((one) => !one.hidden);
  select(shown, 0);
  list.hidden = !shown.length;
}

function select(shown, at) {
  for (const one of document.querySelectorAll("#quick li")) one.ariaSelected = "false";
  if (!shown[at]) return;
  shown[at].ariaSelected = "true";
  shown[at].scrollIntoView({ block: "nearest" });
}

function take(box, chosen) {
  box.value = chosen.dataset.text;
  listOf(box).hidden = true;
  box.focus();
}
