// Pictures come over the API, so that nobody sees them who may not; one click shows one.
import { call, Refused, say } from "./api.js";

export function startPictures() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-picture]");
    if (!button) return;
    button.disabled = true;
    try {
      const told = await call("GET", `/api/attachments/${encodeURIComponent(button.dataset.picture)}`);
      const image = document.createElement("img");
      image.src = `data:${told.content_type};base64,${told.base64}`;
      image.alt = button.textContent;
      image.className = "picture-shown";
      button.replaceWith(image);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(error.message, true);
      button.disabled = false;
    }
  });
}
