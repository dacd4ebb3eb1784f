// Shows an order's new state without a reload by hand: asks every two seconds while more may happen by itself.
(() => {
  const order = document.querySelector("[data-live]");
  if (!order || !order.dataset.live) return;
  const look = async () => {
    try {
      const answer = await fetch(order.dataset.live, { headers: { Accept: "application/json" } });
      // The session is renewed on the way to the page.
      if (answer.status === 401) return location.reload();
      if (answer.ok && (await answer.json()).state !== order.dataset.state) return location.reload();
    } catch {
      // Away for a moment: the next look tells.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
