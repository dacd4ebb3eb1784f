// Shows a product's pictures by themselves: the wheel, two fingers, a double click, buttons and the keys + - 0 make them
// larger and smaller, dragging and the arrows move them, and at their own size the arrows lead to the next one.
(() => {
  const dialog = document.querySelector(".qiao-zoom");
  const links = [...document.querySelectorAll("[data-zoom]")];
  if (!dialog || !links.length || !dialog.showModal) return;
  const stage = dialog.querySelector(".qiao-zoom-stage");
  const words = dialog.querySelector(".qiao-zoom-words");
  const image = stage.appendChild(new Image());
  const most = 6;
  const fingers = new Map();
  let place = 0, scale = 1, x = 0, y = 0;

  const draw = () => {
    const [wide, high] = [(image.offsetWidth * scale - stage.clientWidth) / 2, (image.offsetHeight * scale - stage.clientHeight) / 2];
    x = Math.min(Math.max(x, -Math.max(0, wide)), Math.max(0, wide));
    y = Math.min(Math.max(y, -Math.max(0, high)), Math.max(0, high));
    image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    stage.dataset.scale = scale.toFixed(2);
  };
  // What is under the point, counted from the middle, stays under it.
  const zoom = (factor, point = { x: 0, y: 0 }) => {
    const next = Math.min(Math.max(scale * factor, 1), most);
    x = point.x - ((point.x - x) * next) / scale;
    y = point.y - ((point.y - y) * next) / scale;
    scale = next;
    draw();
  };
  const reset = () => {
    [scale, x, y] = [1, 0, 0];
    draw();
  };
  const show = (wanted) => {
    place = (wanted + links.length) % links.length;
    image.src = links[place].href;
    image.alt = words.textContent = links[place].querySelector("img").alt;
    reset();
  };
  const pointOf = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
  };
  const distance = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);

  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
      show(index);
    }));
  dialog.addEventListener("close", () => links[place].focus());
  dialog.addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    ({ close: () => dialog.close(), larger: () => zoom(1.5), smaller: () => zoom(1 / 1.5), next: () => show(place + 1),
      before: () => show(place - 1) })[what]?.();
  });
  dialog.addEventListener("keydown", (event) => {
    const move = (dx, dy, turn) => {
      if (scale === 1) return turn && show(place + turn);
      [x, y] = [x + dx, y + dy];
      draw();
    };
    const act = { "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: reset,
      ArrowLeft: () => move(60, 0, -1), ArrowRight: () => move(-60, 0, 1), ArrowUp: () => move(0, 60),
      ArrowDown: () => move(0, -60) }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), pointOf(event));
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => (scale > 1 ? reset() : zoom(2.5, pointOf(event))));
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointOf(event));
  });
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const point = pointOf(event);
    const were = [...fingers.values()];
    fingers.set(event.pointerId, point);
    const are = [...fingers.values()];
    if (are.length === 2) {
      zoom(distance(are) / Math.max(1, distance(were)), { x: (are[0].x + are[1].x) / 2, y: (are[0].y + are[1].y) / 2 });
    } else if (are.length === 1) {
      [x, y] = [x + point.x - before.x, y + point.y - before.y];
      draw();
    }
  });
  ["pointerup", "pointercancel"].forEach((name) =>
    stage.addEventListener(name, (event) => fingers.delete(event.pointerId)));
  image.addEventListener("load", draw);
  addEventListener("resize", () => dialog.open && draw());
})();
