// Draws the revenue of the last thirty days from the attributes of its canvas, in the colours of the page.
(() => {
  const canvas = document.getElementById("revenue");
  if (!canvas || !window.Chart) return;
  const { days, crm, web, crmName, webName } = canvas.dataset;
  const { color, caretColor, textDecorationColor, columnRuleColor } = getComputedStyle(canvas);
  const numbers = (text) => text.split(" ").map(Number);
  const axis = { stacked: true, ticks: { color }, grid: { color: columnRuleColor } };
  new Chart(canvas, {
    type: "bar",
    data: {
      labels: days.split(" "),
      datasets: [
        { label: crmName, data: numbers(crm), backgroundColor: caretColor, borderRadius: 3 },
        { label: webName, data: numbers(web), backgroundColor: textDecorationColor, borderRadius: 3 },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { align: "end", labels: { color, boxWidth: 10, boxHeight: 10 } } },
      scales: { x: { ...axis, grid: { display: false } }, y: { ...axis, beginAtZero: true } },
    },
  });
})();
