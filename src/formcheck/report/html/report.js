"use strict";
// Film, plots, slider and buttons in step; colours of the plots for light, dark and paper.
(() => {
  const film = document.getElementById("film");
  const slider = document.getElementById("time");
  const now = document.getElementById("now");
  const shown = document.getElementById("shown");
  const chooser = document.getElementById("choose");
  const begins = Number(film.dataset.begins);
  let models = [];
  document.getElementById("no-script").hidden = true;

  function showTime(time) {
    slider.value = time;
    const text = slider.dataset.text.replace("{time}", Number(time).toFixed(1));
    now.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    for (const model of models) if (model.name === "cursor") model.location = time;
  }

  function seek(time) {
    const wanted = Math.min(Math.max(time, Number(slider.min)), Number(slider.max));
    if (film.readyState > 0) film.currentTime = Math.max(wanted - begins, 0);
    showTime(wanted);
  }

  function follow() {
    showTime(film.currentTime + begins);
    if (!film.paused && !film.ended) requestAnimationFrame(follow);
  }

  function play(blob) {
    film.src = URL.createObjectURL(blob);
    film.hidden = false;
    document.body.classList.add("has-film");
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  }

  function paint() {
    const style = getComputedStyle(document.documentElement);
    for (const model of models) {
      for (const roles of model.tags) {
        for (const [property, role] of Object.entries(roles)) {
          model[property] = style.getPropertyValue(`--${role}`).trim();
        }
      }
    }
  }

  // The plots are pictures to a screen reader: what they show is in words above them and in the tables.
  function leaveOutOfTabOrder(node) {
    for (const element of node.querySelectorAll("*")) {
      if (element.tabIndex >= 0) element.tabIndex = -1;
      if (element.shadowRoot) leaveOutOfTabOrder(element.shadowRoot);
    }
  }

  function adoptPlots() {
    const known = new Set();
    for (const plots of Bokeh.documents) {
      for (const root of plots.roots()) {
        root.on_event("tap", (event) => seek(event.x));
        for (const model of root.references()) known.add(model);
      }
    }
    models = [...known];
    for (const plot of document.querySelectorAll(".plot")) leaveOutOfTabOrder(plot);
    paint();
    showTime(Number(slider.value));
    document.body.dataset.ready = "yes";
  }

  function waitForPlots() {
    const found = Bokeh.documents.reduce((sum, plots) => sum + plots.roots().length, 0);
    if (found === document.querySelectorAll(".plot").length) adoptPlots();
    else setTimeout(waitForPlots, 30);
  }

  slider.addEventListener("input", () => seek(Number(slider.value)));
  film.addEventListener("play", follow);
  film.addEventListener("seeked", follow);
  film.addEventListener("loadedmetadata", () => seek(Number(slider.value)));
  film.addEventListener("error", () => {
    film.hidden = true;
    document.body.classList.remove("has-film");
    const message = document.getElementById("not-played");
    if (message) message.hidden = false;
  });
  shown.addEventListener("change", () => {
    const [start, end] = shown.value.split(" ").map(Number);
    const times = models.find((model) => model.name === "times");
    if (times) times.setv({ start, end });
    if (shown.selectedIndex > 0) seek(start);
  });
  for (const button of document.querySelectorAll("button.seek")) {
    button.addEventListener("click", () => {
      seek(Number(button.dataset.at));
      document.getElementById("film-title").scrollIntoView({ block: "start" });
    });
  }
  if (chooser) {
    chooser.addEventListener("change", () => {
      document.getElementById("not-played").hidden = true;
      if (chooser.files.length) play(chooser.files[0]);
    });
  }
  const data = document.getElementById("film-data");
  if (data) {
    const bytes = Uint8Array.from(atob(data.textContent), (letter) => letter.charCodeAt(0));
    play(new Blob([bytes], { type: "video/mp4" }));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.print = "";
    for (const details of document.querySelectorAll("details")) details.open = true;
    paint();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    paint();
  });
  waitForPlots();
})();
