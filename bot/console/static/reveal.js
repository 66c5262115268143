// What is masked is shown after one click, which is noted; it is covered again after a while.
import { call, Refused, say } from "./api.js";

const SHOWN_FOR = 90_000;

export function startReveals() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-reveal]");
    if (!button) return;
    button.disabled = true;
    try {
      const told = await call("POST", "/api/reveal", { what: button.dataset.reveal, id: button.dataset.id });
      show(button, told.values);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(error.message, true);
      button.disabled = false;
    }
  });
}

function show(button, values) {
  const place = button.closest("[data-secrets]") ?? button.parentElement;
  const covered = [];
  for (const secret of place.querySelectorAll(".secret")) {
    const value = values[secret.dataset.field];
    if (value === undefined || value === "") continue;
    covered.push([secret, secret.textContent]);
    secret.textContent = value;
    secret.classList.add("open");
  }
  button.hidden = true;
  setTimeout(() => {
    for (const [secret, text] of covered) {
      secret.textContent = text;
      secret.classList.remove("open");
    }
    button.hidden = false;
    button.disabled = false;
  }, SHOWN_FOR);
}
