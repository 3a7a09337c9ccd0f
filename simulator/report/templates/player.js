"use strict";
(() => {
  const audio = document.getElementById("audio");
  const plot = document.getElementById("plot");
  const cursor = document.getElementById("cursor");
  const scroll = document.getElementById("scroll");
  const turns = [...document.querySelectorAll(".turn")].map((el) => ({
    el,
    id: el.id.slice("turn-".length),
    start: Number(el.dataset.start),
    end: Number(el.dataset.end),
  }));

  // Printing shows every reason.
  const details = [...document.querySelectorAll("details")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = details.filter((d) => !d.open);
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));

  const show = (el) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    el.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };

  let current = null;
  const mark = (turn) => {
    if (turn === current) return;
    for (const [t, on] of [[current, false], [turn, true]]) {
      if (!t) continue;
      t.el.classList.toggle("current", on);
      if (on) t.el.setAttribute("aria-current", "true"); else t.el.removeAttribute("aria-current");
      document.querySelectorAll(`[data-block="${CSS.escape(t.id)}"]`).forEach((b) => b.classList.toggle("current", on));
    }
    current = turn;
  };
  const at = (seconds) => turns.filter((t) => t.start <= seconds + 0.05).pop() || null;

  const draw = (seconds) => {
    if (plot && cursor) {
      const x = (seconds / Number(plot.dataset.duration)) * plot.viewBox.baseVal.width;
      cursor.setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
      if (scroll.scrollWidth > scroll.clientWidth && audio && !audio.paused) scroll.scrollLeft = x - scroll.clientWidth / 2;
    }
    mark(at(seconds));
  };

  const seek = (seconds) => {
    if (!audio) return;
    audio.currentTime = seconds;
    draw(seconds);
  };
  const play = () => { if (audio) audio.play().catch(() => {}); };

  const jump = (by) => {
    const here = turns.indexOf(at(audio ? audio.currentTime : current ? current.start : 0));
    const turn = turns[Math.min(Math.max(here + by, 0), turns.length - 1)];
    if (!turn) return;
    seek(turn.start);
    mark(turn);
    show(turn.el);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seek]");
    if (button) { seek(Number(button.dataset.seek)); play(); return; }
    const block = event.target.closest("[data-block]");
    const turn = block && turns.find((t) => t.id === block.dataset.block);
    if (turn) { seek(turn.start); mark(turn); show(turn.el); return; }
    if (plot && plot.contains(event.target)) {
      const box = plot.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width) * Number(plot.dataset.duration));
      return;
    }
    const item = event.target.closest(".turn");
    if (item && !event.target.closest("a, button, summary, details") && String(getSelection()) === "") seek(Number(item.dataset.start));
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("audio, summary, #scroll")) return;
    if (event.key === " " && !event.target.closest("a, button")) {
      if (!audio) return;
      event.preventDefault();
      if (audio.paused) play(); else audio.pause();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      jump(event.key === "ArrowRight" ? 1 : -1);
    }
  });

  if (!audio) return;
  document.getElementById("previous").addEventListener("click", () => jump(-1));
  document.getElementById("next").addEventListener("click", () => jump(1));
  const follow = () => { draw(audio.currentTime); if (!audio.paused) requestAnimationFrame(follow); };
  audio.addEventListener("play", follow);
  audio.addEventListener("timeupdate", () => draw(audio.currentTime));
})();
