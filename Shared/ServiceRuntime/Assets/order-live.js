// Shows an order's new state by itself: asks every two seconds while more may happen. What somebody is writing waits.
(() => {
  let order = document.querySelector("[data-state]");
  const isInUse = () => document.querySelector("form[data-unsaved]") !== null;
  const look = async () => {
    if (!order?.dataset.live) return;
    try {
      const answer = await fetch(order.dataset.live, { headers: { Accept: "application/json" } });
      // The session is renewed on the way to the page.
      if (answer.status === 401 && !isInUse()) return location.reload();
      if (answer.ok && (await answer.json()).state !== order.dataset.state && !isInUse()) {
        const fresh = await freshPart("[data-state]");
        if (fresh) renewPart(order, fresh);
        order = fresh ?? order;
      }
    } catch {
      // Away for a moment: the next look tells.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
