// Shows on the bell how much waits for the person, at once when it changes, and keeps the number for the next page, which
// the server then shows with it.
(() => {
  const bell = document.querySelector(".qiao-bell");
  const shown = bell?.querySelector(".qiao-bell-count");
  if (!shown) return;
  let source = null;
  const show = ({ count }) => {
    shown.textContent = count > 99 ? "99+" : count;
    shown.hidden = count === 0;
    document.cookie = `qiao_todos=${bell.dataset.mark}.${count}; path=/; max-age=86400; samesite=lax`;
  };
  const look = async () => {
    try {
      const answer = await fetch(bell.dataset.count, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // Away for a moment: the next look tells.
    }
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const follow = () => {
    if (document.hidden) return close();
    look();
    if (source) return;
    source = new EventSource(bell.dataset.live);
    source.addEventListener("changed", (event) => show(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
  setInterval(() => !document.hidden && source?.readyState === EventSource.CLOSED && look(), 60_000);
})();
