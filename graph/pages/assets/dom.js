// Elements made from text, never from markup.
"use strict";
var PaperAtlas = {};

(function () {
  const SVG = "http://www.w3.org/2000/svg";

  // element("button", {class: "row", onclick: f}, ["text", otherElement])
  PaperAtlas.element = function (tag, attributes, children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    for (const child of children || []) made.append(child);
    return made;
  };

  PaperAtlas.icon = function (type, types) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", types[type].path);
    path.setAttribute("class", "type-" + type.toLowerCase());
    svg.append(path);
    return svg;
  };

  // a link that leaves the atlas, or plain text where there is no safe address
  PaperAtlas.outward = function (text, url, className) {
    if (!url) return PaperAtlas.element("span", {class: className}, [text]);
    const attributes = {class: className, href: url, target: "_blank", rel: "noopener noreferrer"};
    return PaperAtlas.element("a", attributes, [text]);
  };

  PaperAtlas.counted = (count, word) => count + " " + word + (count === 1 ? "" : "s");

  // a share of one colour in another, both as #rrggbb
  PaperAtlas.mixed = function (colour, ground, share) {
    const part = (text, i) => parseInt(text.slice(i, i + 2), 16);
    const parts = [1, 3, 5].map((i) => Math.round(share * part(colour, i) + (1 - share) * part(ground, i)));
    return "rgb(" + parts.join(",") + ")";
  };

  // lower case, and one space for every run of spaces and hyphens
  PaperAtlas.folded = (text) => text.toLowerCase().replace(/[\s\-_]+/g, " ").trim();
})();
