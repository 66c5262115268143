// Starts what the page needs; each part finds its own elements by their data-… attributes.
import { startCalls } from "./calls.js";
import { startKeys } from "./keys.js";
import { startPictures } from "./pictures.js";
import { startReveals } from "./reveal.js";
import { startSettings } from "./settings.js";

startCalls();
startReveals();
startPictures();
startSettings();
startKeys();
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
