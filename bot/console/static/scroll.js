// A log begins at its end and stays there, whatever takes or gives room, until somebody scrolls up in it.
const NEAR = 60;
const away = new WeakSet();
const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) if (!away.has(target)) end(target);
});

export function startScroll() {
  document.addEventListener("scroll", (event) => {
    const place = event.target;
    if (!(place instanceof Element) || !("bottom" in place.dataset)) return;
    if (place.scrollHeight - place.scrollTop - place.clientHeight < NEAR) away.delete(place);
    else away.add(place);
  }, true);
  for (const place of document.querySelectorAll("[data-bottom]")) follow(place);
}

// Where somebody reads in a log; nothing while she follows its end.
export function readingAt(place) {
  return away.has(place) ? place.scrollTop : undefined;
}

// A log that has just come: at its end, or where the one before it was read.
export function follow(place, at) {
  if (at === undefined) end(place);
  else {
    away.add(place);
    place.scrollTop = at;
  }
  sizes.observe(place);
}

function end(place) {
  place.scrollTop = place.scrollHeight;
}
