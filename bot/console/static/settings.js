// The list of quick replies: rows added and dropped here, saved as a whole.
import { call, Refused, say } from "./api.js";

export function startSettings() {
  const form = document.getElementById("quick-replies");
  if (!form) return;
  const rows = form.querySelector("[data-rows]");
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-drop]")) event.target.closest("li").remove();
    if (event.target.closest("[data-add]")) {
      rows.append(form.querySelector("template").content.cloneNode(true));
      rows.lastElementChild.querySelector("input").focus();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const replies = [...rows.children].map((row) => ({
      title: row.querySelector("input").value.trim(),
      text: row.querySelector("textarea").value.trim(),
    }));
    try {
      await call("POST", "/api/quick-replies", { replies });
      say("保存好了");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(error.message, true);
    }
  });
}
