// Puts what a part of a page is now in the place of what it was. Whoever is at something of it by keyboard stays there; where
// that is no more, the way goes on at the head of the page.
const renewPart = (mine, theirs) => {
  const nameOf = (stop) => [stop.tagName, stop.getAttribute("href") ?? stop.form?.getAttribute("action"), stop.textContent].join();
  const held = mine.contains(document.activeElement) && nameOf(document.activeElement);
  mine.replaceWith(theirs);
  if (!held) return;
  const stops = [...theirs.querySelectorAll("a, button, summary, [tabindex]")];
  (stops.find((stop) => nameOf(stop) === held) ?? document.querySelector("main")).focus({ preventScroll: true });
};

// The part as the server has it now; nothing when it does not say.
const freshPart = async (name) => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(name) : null;
};
