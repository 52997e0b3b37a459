// The index: a search over every node, those without a page too.
"use strict";

(function () {
  const {element, icon, folded} = PaperAtlas;
  // [name, type, file of its page or 0, papers or year, id, aliases or 0]
  const atlas = window.PAPER_ATLAS_NODES;
  const types = JSON.parse(document.getElementById("types-data").textContent);
  const names = Object.keys(types);
  let keys = null; // folded names, made when first needed

  function search(text) {
    const wanted = folded(text);
    if (!wanted) return [];
    keys = keys || atlas.map((node) => folded(node[0]) + (node[5] ? "\n" + node[5].map(folded).join("\n") : ""));
    const ranks = [[], [], [], []];
    for (let i = 0; i < keys.length; i += 1) {
      const at = keys[i].indexOf(wanted);
      if (at < 0) continue;
      const lines = keys[i].split("\n");
      let rank = 3; // somewhere inside
      if (lines.includes(wanted)) rank = 0;
      else if (lines.some((line) => line.startsWith(wanted))) rank = 1;
      else if (keys[i].includes(" " + wanted)) rank = 2;
      if (ranks[rank].length < 40) ranks[rank].push(i);
    }
    return ranks.flat().slice(0, 40).map((i) => hit(atlas[i]));
  }

  function quoted(id) {
    return /^[\w:.\-]+$/.test(id) ? id : "'" + id.replaceAll("'", "'\\''") + "'";
  }

  function hit(node) {
    const [name, type, file, number, id] = node;
    const paper = names[type] === "Paper";
    const label = [icon(names[type], types), element("span", {class: "name"}, [name])];
    if (file) {
      label.push(element("span", {class: "note"}, [number + (number === 1 ? " paper" : " papers")]));
      return {label, choose() { location.href = file; }};
    }
    const how = element("code", {}, ["paperatlas page " + quoted(id)]);
    label.push(element("span", {class: "note"}, [paper && number ? number + " · " : "", how]));
    return {label, choose: null};
  }

  PaperAtlas.finder(document.getElementById("find"), document.getElementById("found"), search);
})();
