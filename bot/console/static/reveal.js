// What is masked is shown after one click, which is noted; it is covered again after a while.
import { call, Refused, say } from "./api.js";

const SHOWN_FOR = 90_000;
const revealed = new Map();

export function startReveals() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-reveal]");
    if (!button) return;
    button.disabled = true;
    const { reveal: what, id, before } = button.dataset;
    try {
      const told = await call("POST", "/api/reveal", { what, id, before });
      const key = keyOf(button);
      revealed.set(key, told.values);
      setTimeout(() => cover(key), SHOWN_FOR);
      reapply(document);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(error.message, true);
      button.disabled = false;
    }
  });
}

// Also for parts of a page that have come anew meanwhile.
export function reapply(root) {
  for (const button of root.querySelectorAll("button[data-reveal]")) {
    const values = revealed.get(keyOf(button));
    if (!values) continue;
    for (const secret of placeOf(button).querySelectorAll(".secret")) {
      const value = values[secret.dataset.field];
      if (!value || secret.classList.contains("open")) continue;
      secret.dataset.covered = secret.innerHTML; // with its links
      secret.textContent = value;
      secret.classList.add("open");
    }
    button.hidden = true;
  }
}

function cover(key) {
  revealed.delete(key);
  for (const button of document.querySelectorAll("button[data-reveal]")) {
    if (keyOf(button) !== key) continue;
    for (const secret of placeOf(button).querySelectorAll(".secret.open")) {
      secret.innerHTML = secret.dataset.covered;
      secret.classList.remove("open");
    }
    button.hidden = false;
    button.disabled = false;
  }
}

function keyOf({ dataset }) {
  return `${dataset.reveal}:${dataset.id}:${dataset.before ?? ""}`;
}

function placeOf(button) {
  return button.closest("[data-secrets]") ?? button.parentElement;
}
