// A search box with a list of what it finds, by mouse and by keyboard.
"use strict";

(function () {
  const {element} = PaperAtlas;

  // search(text) yields [{label: element or text, choose()}]
  PaperAtlas.finder = function (input, list, search) {
    let found = [];
    let active = -1;

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      active = -1;
    }

    function mark(index) {
      active = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
      if (active < 0) return;
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({block: "nearest"});
    }

    function take(index) {
      const hit = found[index];
      if (!hit || !hit.choose) return;
      input.value = "";
      close();
      hit.choose();
    }

    function update() {
      found = input.value.trim() ? search(input.value) : [];
      list.replaceChildren(...found.map((hit, i) =>
        element("li", {
          id: list.id + "-" + i,
          role: "option",
          "aria-selected": "false",
          class: hit.choose ? null : "without-page",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => take(i),
        }, hit.label)));
      if (input.value.trim() && !found.length) {
        list.append(element("li", {class: "nothing", role: "option", "aria-disabled": "true"}, ["Nothing of that name"]));
      }
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
      active = -1;
      if (found.length) mark(0);
    }

    input.addEventListener("input", update);
    input.addEventListener("focus", update);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" && found.length) mark((active + 1) % found.length);
      else if (event.key === "ArrowUp" && found.length) mark((active + found.length - 1) % found.length);
      else if (event.key === "Enter" && active >= 0) take(active);
      else if (event.key === "Escape" && input.value) { input.value = ""; close(); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    document.addEventListener("keydown", function (event) {
      const typing = /^(input|textarea|select)$/i.test(document.activeElement?.tagName || "");
      if (event.key === "/" && !typing) { event.preventDefault(); input.focus(); }
    });
  };
})();
