// A log begins at its end.
export function bottom(root, also) {
  for (const place of root.querySelectorAll("[data-bottom]")) if (also) place.scrollTop = place.scrollHeight;
}
