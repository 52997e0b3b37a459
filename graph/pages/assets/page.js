// One concept's page: the network, its legend, its search box and its panel.
"use strict";

(function () {
  const {element, icon, folded} = PaperAtlas;
  const data = JSON.parse(document.getElementById("data").textContent);
  const ids = Object.keys(data.concepts);
  const FEW_EDGES = 24;

  // ---- colours follow the theme -------------------------------------------------
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let colours;
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue("--" + name).trim();
    colours = {
      ground: value("ground"), ink: value("ink"), quiet: value("quiet"), accent: value("accent"),
      line: value("line"), faint: value("faint"), dim: value("dim"), sheet: value("sheet"), sheetEdge: value("sheet-edge"),
    };
  }
  readColours();

  // ---- state --------------------------------------------------------------------
  const hiddenTypes = new Set();
  const hiddenRelations = new Set();
  let focus = null;     // the chosen node
  let focusEdge = null; // or the chosen edge
  let hovered = null;
  let hoveredEdge = null;
  let near = new Set();

  const hiddenNode = (id) => id !== data.centre && hiddenTypes.has(data.concepts[id].type);
  const hiddenEdge = (edge) =>
    hiddenRelations.has(edge.kind) || hiddenNode(edge.from) || hiddenNode(edge.to);
  const touches = (edge, id) => edge.from === id || edge.to === id;
  const chosen = () => focus !== null || focusEdge !== null;
  const dimmedNode = (id) => chosen() && id !== focus && !near.has(id);
  const dimmedEdge = (edge) =>
    focusEdge !== null ? edge.id !== focusEdge : focus !== null && !touches(edge, focus);

  // ---- network ------------------------------------------------------------------
  const sizes = {};
  const labels = {};
  const sheet = PaperAtlas.sheet(dimmedNode, () => colours);
  const nodes = new vis.DataSet(data.network.nodes.map(function (node) {
    sizes[node.id] = node.size;
    labels[node.id] = node.label.split("\n");
    return node.shape === "box" ? {...node, shape: "custom", ctxRenderer: sheet} : node;
  }));
  const edges = new vis.DataSet(data.network.edges);
  const place = document.getElementById("network");
  const network = new vis.Network(place, {nodes, edges}, data.network.options);

  // generic classes are paler than what has a name
  function nodeColour(id) {
    const concept = data.concepts[id];
    const full = data.types[concept.type].colour;
    const background = concept.generic ? PaperAtlas.mixed(full, colours.ground, 0.45) : full;
    const strong = {border: colours.ink, background};
    const border = id === data.centre ? colours.ink : concept.generic ? full : colours.ground;
    return {border, background, highlight: strong, hover: strong};
  }

  function edgeColour(edge) {
    if (dimmedEdge(edge)) return colours.dim;
    if (chosen()) return colours.accent;
    return edge.central && edge.kind !== "MENTIONS" ? colours.line : colours.faint;
  }

  function repaint() {
    nodes.update(ids.map((id) => ({
      id,
      hidden: hiddenNode(id),
      opacity: dimmedNode(id) ? 0.15 : 1,
      color: nodeColour(id),
    })));
    edges.update(data.network.edges.map((edge) => ({
      id: edge.id,
      hidden: hiddenEdge(edge),
      color: {color: edgeColour(edge), highlight: colours.accent, hover: colours.accent},
    })));
  }

  function namedEdges() {
    const shown = data.network.edges.filter((edge) => !hiddenEdge(edge));
    const wanted = shown.filter((edge) => edge.id === focusEdge || edge.id === hoveredEdge);
    const around = shown.filter((edge) => touches(edge, focus) || touches(edge, hovered));
    const few = shown.length <= FEW_EDGES && !chosen() ? shown : [];
    return [...new Set([...wanted, ...around.slice(0, FEW_EDGES), ...few])].map((edge) => ({
      id: edge.id, from: edge.from, to: edge.to, name: edge.label, always: wanted.includes(edge),
    }));
  }

  // over the bundles of edges, until something is chosen and its edges have names
  function captions() {
    if (chosen() || data.network.edges.length <= FEW_EDGES) return [];
    return data.captions.filter((caption) => !hiddenRelations.has(caption.kind));
  }

  network.on("afterDrawing", (ctx) =>
    PaperAtlas.drawLabels(ctx, network, {
      ids, sizes, labels, concepts: data.concepts, centre: data.centre, focus, near, hovered, hiddenNode,
      namedEdges, captions, colours, namesPapers: data.names_papers,
      width: place.clientWidth, font: getComputedStyle(document.body).fontFamily,
    }));

  function fit(animated) {
    network.fit({nodes: ids.filter((id) => !hiddenNode(id)), maxZoomLevel: 1.3});
    const scale = network.getScale() * 0.94; // names are wider than their nodes
    network.moveTo({scale, animation: animated && !calm() ? {duration: 200} : false});
  }
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // ---- choosing -----------------------------------------------------------------
  const panel = new PaperAtlas.Panel(document.getElementById("panel"), data, {
    node: (id) => chooseNode(id, true), edge: chooseEdge, result: chooseResult, nothing: chooseNothing,
  });

  function chooseNode(id, moving) {
    if (id === data.centre) return chooseNothing();
    focus = id;
    focusEdge = null;
    const mine = data.network.edges.filter((edge) => touches(edge, id) && !hiddenEdge(edge));
    near = new Set(mine.map((edge) => (edge.from === id ? edge.to : edge.from)));
    if (hiddenTypes.delete(data.concepts[id].type)) paintLegend();
    network.selectNodes([id], false);
    panel.node(id);
    repaint();
    if (moving) bringIntoView(id);
    showPanel();
  }

  function chooseEdge(number) {
    const fact = data.facts[number];
    focus = null;
    focusEdge = number;
    near = new Set([fact.from, fact.to]);
    network.unselectAll();
    if (edges.get(number)) network.selectEdges([number]);
    panel.edge(number);
    repaint();
    showPanel();
  }

  // a result is no node and no edge: the network stays as it is
  function chooseResult(row) {
    chooseNothing();
    panel.result(row);
    showPanel();
  }

  // on a narrow screen the panel lies below: bring its head up, keep some of the map
  function showPanel() {
    const top = document.getElementById("panel").getBoundingClientRect().top;
    const wanted = window.innerHeight * 0.45;
    if (document.body.clientWidth <= 860 && top > wanted) {
      window.scrollBy({top: top - wanted, behavior: calm() ? "auto" : "smooth"});
    }
  }

  function chooseNothing() {
    focus = focusEdge = null;
    near = new Set();
    network.unselectAll();
    panel.overview();
    repaint();
  }

  function bringIntoView(id) {
    const at = network.canvasToDOM(network.getPosition(id));
    const inside = at.x > 40 && at.y > 40 && at.x < place.clientWidth - 40 && at.y < place.clientHeight - 40;
    if (!inside) network.moveTo({position: network.getPosition(id), animation: calm() ? false : {duration: 250}});
  }

  network.on("click", function (event) {
    if (event.nodes.length) chooseNode(event.nodes[0], false);
    else if (event.edges.length) chooseEdge(event.edges[0]);
    else chooseNothing();
  });
  network.on("doubleClick", function (event) {
    const href = event.nodes.length && data.concepts[event.nodes[0]].href;
    if (href) location.href = href;
  });
  network.on("hoverNode", (event) => { hovered = event.node; place.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { hovered = null; place.style.cursor = ""; network.redraw(); });
  network.on("hoverEdge", (event) => { hoveredEdge = event.edge; place.style.cursor = "pointer"; network.redraw(); });
  network.on("blurEdge", () => { hoveredEdge = null; place.style.cursor = ""; network.redraw(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") chooseNothing(); });

  // ---- legend -------------------------------------------------------------------
  function toggle(label, hidden, key, count, sign) {
    return element("button", {
      type: "button", class: "toggle", "aria-pressed": String(!hidden.has(key)),
      onclick: function (event) {
        if (!hidden.delete(key)) hidden.add(key);
        event.currentTarget.setAttribute("aria-pressed", String(!hidden.has(key)));
        repaint();
      },
    }, [...sign, label, element("span", {class: "count"}, [String(count)])]);
  }

  function paintLegend() {
    const others = ids.filter((id) => id !== data.centre);
    const types = Object.keys(data.types).filter((t) => others.some((id) => data.concepts[id].type === t));
    document.getElementById("types").replaceChildren(...types.map((type) =>
      toggle(type, hiddenTypes, type, others.filter((id) => data.concepts[id].type === type).length,
        [icon(type, data.types)])));
    const drawn = data.network.edges;
    const kinds = Object.keys(data.relations).filter((kind) => drawn.some((edge) => edge.kind === kind));
    document.getElementById("relations").replaceChildren(...kinds.map((kind) =>
      toggle(data.relations[kind].edge, hiddenRelations, kind, drawn.filter((edge) => edge.kind === kind).length, [])));
  }

  // ---- search -------------------------------------------------------------------
  PaperAtlas.finder(document.getElementById("find"), document.getElementById("found"), function (text) {
    const wanted = folded(text);
    const hits = ids.map(function (id) {
      const concept = data.concepts[id];
      const names = [concept.name, ...concept.aliases].map(folded);
      const place = Math.min(...names.map((n) => (n.indexOf(wanted) < 0 ? Infinity : n.indexOf(wanted))));
      return {id, place};
    }).filter((hit) => hit.place < Infinity);
    hits.sort((a, b) => Number(a.place > 0) - Number(b.place > 0));
    return hits.slice(0, 12).map((hit) => ({
      label: [icon(data.concepts[hit.id].type, data.types), element("span", {class: "name"}, [data.concepts[hit.id].name])],
      choose: () => chooseNode(hit.id, true),
    }));
  });

  // ---- start --------------------------------------------------------------------
  const zoom = (factor) => network.moveTo({scale: network.getScale() * factor});
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("zoom-fit").addEventListener("click", () => fit(true));
  dark.addEventListener("change", () => { readColours(); repaint(); });
  window.addEventListener("resize", () => fit(false));
  paintLegend();
  chooseNothing();
  fit(false);

  // where things stand in the window, for whoever drives the page from outside
  window.paperatlas = Object.freeze({
    pointOf(id) {
      const box = place.getBoundingClientRect();
      const at = network.canvasToDOM(network.getPosition(id));
      return {x: box.left + at.x, y: box.top + at.y};
    },
    isShown: (id) => !hiddenNode(id),
    chosen: () => focus,
  });
})();
