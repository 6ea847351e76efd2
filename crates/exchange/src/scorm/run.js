"use strict";
// Asks the questions of the page, grades them and reports to the learning management system, by the run-time environment of
// SCORM 1.2.
(() => {
  const form = document.getElementById("quiz");
  const result = document.getElementById("result");

  // The system's interface stands in a window above this one, or above the one that opened it.
  const find = (from) => {
    for (let at = from, steps = 0; at && steps < 10; steps += 1) {
      try {
        if (at.API) return at.API;
        if (at.parent === at) return null;
        at = at.parent;
      } catch {
        return null;
      }
    }
    return null;
  };
  const api = find(window) ?? (window.opener ? find(window.opener) : null);
  let running = false;
  const set = (name, value) => running && api.LMSSetValue(name, String(value)) === "true";
  const began = Date.now();

  const begin = () => {
    if (!api) return;
    running = api.LMSInitialize("") === "true";
    if (running && api.LMSGetValue("cmi.core.lesson_status") === "not attempted") {
      set("cmi.core.lesson_status", "incomplete");
      api.LMSCommit("");
    }
  };
  const end = () => {
    if (!running) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const time = `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    set("cmi.core.session_time", time);
    api.LMSCommit("");
    api.LMSFinish("");
    running = false;
  };

  const shuffle = (list) => {
    const items = [...list.children];
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [items[last], items[other]] = [items[other], items[last]];
    }
    list.append(...items);
  };

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\s\u2010-\u2015-]/g, "").toLowerCase();
  const number = (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN);

  // Each gives a share of the points, from 0 to 1.
  const grades = {
    choices(question) {
      const inputs = [...question.querySelectorAll("input")];
      const keys = inputs.filter((input) => input.dataset.right === "true");
      const hits = keys.filter((input) => input.checked).length;
      const mistakes = inputs.filter((input) => input.checked).length - hits;
      return Math.max(0, hits - mistakes) / keys.length;
    },
    number(question) {
      const { value, dataset } = question.querySelector("input");
      const given = number(value.trim().replace(/[\s,_]/g, "").replace("\u2212", "-"));
      // Means carry the rounding of decimal fractions.
      const slack = 1e-9 * Math.abs(Number(dataset.value));
      return Math.abs(given - Number(dataset.value)) <= Number(dataset.margin) + slack ? 1 : 0;
    },
    // By the most items that are in order among themselves.
    order(question) {
      const places = [...question.querySelectorAll("li[data-place]")].map((item) => Number(item.dataset.place));
      const rises = [];
      places.forEach((place, at) => {
        rises.push(1 + Math.max(0, ...rises.filter((_, before) => before < at && places[before] < place)));
      });
      return places.length < 2 ? 1 : (Math.max(...rises) - 1) / (places.length - 1);
    },
    match(question) {
      const selects = [...question.querySelectorAll("select")];
      return selects.filter((select) => select.value === select.dataset.right).length / selects.length;
    },
    cloze(question) {
      const inputs = [...question.querySelectorAll("input")];
      const right = inputs.filter((input) => {
        const given = fold(input.value);
        return given !== "" && input.dataset.accepted.split("\n").some((accepted) => fold(accepted) === given);
      });
      return right.length / inputs.length;
    },
  };

  const questions = [...document.querySelectorAll(".question")];
  for (const question of questions) {
    const list = question.querySelector(".shuffle");
    if (list) shuffle(list);
    if (question.dataset.kind === "order") {
      const items = question.querySelector("ol");
      // Not by chance in the right order.
      for (let tries = 0; tries < 20; tries += 1) {
        shuffle(items);
        if (grades.order(question) < 1) break;
      }
      items.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        const item = button?.closest("li");
        if (!item) return;
        if (button.className === "up") item.previousElementSibling?.before(item);
        else item.nextElementSibling?.after(item);
        button.focus();
      });
    }
    const choices = question.querySelector("template");
    for (const select of question.querySelectorAll("select")) select.append(choices.content.cloneNode(true));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let sum = 0;
    for (const question of questions) {
      const share = grades[question.dataset.kind](question);
      sum += share;
      const after = question.querySelector(".after");
      after.querySelector(".verdict").textContent =
        share === 1 ? "Right" : share === 0 ? "Not right" : `Partly right: ${Math.round(share * 100)}% of the points`;
      for (const part of question.querySelectorAll(".after, .reason")) part.hidden = false;
      for (const field of question.querySelectorAll("input, select, button")) field.disabled = true;
    }
    document.getElementById("submit").disabled = true;
    const score = Math.round((100 * sum) / Math.max(1, questions.length));
    const mastery = form.dataset.mastery;
    const status = mastery === undefined ? "completed" : score >= Number(mastery) ? "passed" : "failed";
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    const told = set("cmi.core.score.raw", score);
    set("cmi.core.lesson_status", status);
    const where = told ? "It has been reported." : "There is no system to report it to.";
    result.textContent = `Your score: ${score} of 100. ${where}`;
    end();
  });
  addEventListener("pagehide", end);
  begin();
})();
