// Draws the revenue of the last thirty days from the attributes of its canvas.
(() => {
  const canvas = document.getElementById("revenue");
  if (!canvas || !window.Chart) return;
  const { days, crm, web, crmName, webName } = canvas.dataset;
  const numbers = (text) => text.split(" ").map(Number);
  new Chart(canvas, {
    type: "bar",
    data: {
      labels: days.split(" "),
      datasets: [
        { label: crmName, data: numbers(crm), backgroundColor: "#1f6f66" },
        { label: webName, data: numbers(web), backgroundColor: "#d6a24a" },
      ],
    },
    options: { animation: false, maintainAspectRatio: false, scales: { x: { stacked: true }, y: { stacked: true, beginAtZero: true } } },
  });
})();
