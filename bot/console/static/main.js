// Starts what the page needs; each part finds its own elements by their data-… attributes.
import { startCalls } from "./calls.js";
import { startCompose } from "./compose.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startOrder } from "./order.js";
import { startPictures } from "./pictures.js";
import { startReveals } from "./reveal.js";
import { startScroll } from "./scroll.js";
import { startSettings } from "./settings.js";

startCalls();
startReveals();
startPictures();
startSettings();
startCompose();
startOrder();
startKeys();
startScroll();
startLive();
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
// On a phone the navigation is longer than the screen: where one is stands in sight.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.documentElement.dataset.ready = "";
