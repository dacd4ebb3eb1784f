// Closes the small menus when one clicks or goes elsewhere or presses Escape. On a phone the menu is a sheet: what lies under
// it cannot be reached as long as it is open, and the way goes on with its first entry.
(() => {
  const sheet = document.querySelector(".qiao-menu-switch");
  const close = (but) => document.querySelectorAll(".qiao-pop[open]").forEach((pop) => pop !== but && (pop.open = false));
  const cover = () => document.querySelectorAll("main, footer").forEach((under) => (under.inert = sheet.checked));
  sheet?.addEventListener("change", () => {
    cover();
    if (sheet.checked) document.querySelector(".qiao-nav a")?.focus();
  });
  document.addEventListener("click", (event) => close(event.target.closest(".qiao-pop")));
  document.addEventListener("focusin", (event) => close(event.target.closest(".qiao-pop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector(".qiao-pop[open] summary");
    const back = open ?? (sheet?.checked ? sheet : null);
    close();
    if (sheet?.checked) {
      sheet.checked = false;
      cover();
    }
    back?.focus();
  });
})();
