// Keeps what a product's page says of the stock true: asks every ten seconds while somebody looks.
(() => {
  const place = document.querySelector("[data-stock]");
  const badge = place?.querySelector(".badge");
  if (!badge) return;
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.stock, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const available = Number((await answer.json()).available);
      const words = available > 0 ? `${place.dataset.in} ${available}` : place.dataset.out;
      if (badge.textContent === words) return;
      badge.textContent = words;
      place.querySelector("[data-when-out]").hidden = available > 0;
      badge.className = `badge text-bg-${available > 0 ? "success" : "secondary"}`;
    } catch {
      // Away for a moment: the next look tells.
    }
  };
  setInterval(look, 10_000);
  document.addEventListener("visibilitychange", look);
})();
