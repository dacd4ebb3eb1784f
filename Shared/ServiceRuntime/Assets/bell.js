// Shows on the bell how much waits for the person, again when they come back to the page, and keeps the number for the
// next page, which the server then shows with it.
(() => {
  const bell = document.querySelector(".qiao-bell");
  const shown = bell?.querySelector(".qiao-bell-count");
  if (!shown) return;
  const look = async () => {
    try {
      const answer = await fetch(bell.dataset.count, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { count } = await answer.json();
      shown.textContent = count > 99 ? "99+" : count;
      shown.hidden = count === 0;
      document.cookie = `qiao_todos=${bell.dataset.mark}.${count}; path=/; max-age=86400; samesite=lax`;
    } catch {
      // Away for a moment: the next look tells.
    }
  };
  look();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(() => document.visibilityState === "visible" && look(), 60_000);
})();
