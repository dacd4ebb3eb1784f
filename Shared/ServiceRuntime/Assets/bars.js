// Draws each chart from its own table, in the colours of the page: a row is a bar, a column a part of it.
(() => {
  if (!window.Chart) return;
  const draw = (chart) => {
    const canvas = chart.querySelector("canvas");
    const [head, ...rows] = chart.querySelectorAll("tr");
    const { color, caretColor, textDecorationColor, columnRuleColor } = getComputedStyle(canvas);
    const axis = { stacked: true, ticks: { color }, grid: { color: columnRuleColor } };
    const colours = [caretColor, textDecorationColor, color];
    chart.dataset.drawn = "";
    new Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map((row) => row.cells[0].textContent),
        datasets: [...head.cells].slice(1).map((name, index) => ({
          label: name.textContent, data: rows.map((row) => Number(row.cells[index + 1].dataset.value)),
          backgroundColor: colours[index % colours.length], borderRadius: 3,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        plugins: { legend: { align: "end", labels: { color, boxWidth: 10, boxHeight: 10 } } },
        scales: { x: { ...axis, grid: { display: false } }, y: { ...axis, beginAtZero: true } },
      },
    });
  };
  document.querySelectorAll(".qiao-chart:not([data-drawn])").forEach(draw);
})();
