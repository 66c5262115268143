// Starts what the page needs; each part finds its own elements by their data-… attributes.
import { startCalls } from "./calls.js";
import { startKeys } from "./keys.js";
import { startReveals } from "./reveal.js";

startCalls();
startReveals();
startKeys();
