// Names on the network, as on a map: always the same size on the screen, the most
// telling first, none over another.
"use strict";

(function () {
  // a whole name, for what was chosen: lines of at most so many characters, five at most
  function whole(name, width) {
    const lines = [""];
    for (const word of name.split(/\s+/)) {
      const last = lines[lines.length - 1];
      if (!last || last.length + word.length < width) lines[lines.length - 1] = last ? last + " " + word : word;
      else lines.push(word);
    }
    return lines.slice(0, 5).map((line) => (line.length > 60 ? line.slice(0, 59) + "…" : line));
  }

  // state: {ids, concepts, labels, sizes, centre, focus, hovered, near, namesPapers, width, font,
  //   colours, hiddenNode(id), captions(), namedEdges()}
  PaperAtlas.drawLabels = function (ctx, network, state) {
    const scale = network.getScale();
    const taken = [];
    const left = network.DOMtoCanvas({x: 4, y: 0}).x;
    const right = network.DOMtoCanvas({x: state.width - 4, y: 0}).x;
    const free = (box) =>
      !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);

    // lines of text below y, all of them or none
    function write(lines, x, y, look) {
      const size = look.size / scale;
      const step = size * 1.2;
      ctx.font = (look.weight || "500") + " " + size + "px " + state.font;
      const width = Math.max(...lines.map((line) => ctx.measureText(line).width));
      const pad = 2 / scale;
      if (x > left && x < right) x = Math.max(left + width / 2, Math.min(right - width / 2, x));
      const box = [x - width / 2 - pad, y - pad, x + width / 2 + pad, y + step * lines.length];
      if (!look.always && !free(box)) return;
      taken.push(box);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.lineWidth = 4 / scale;
      ctx.strokeStyle = state.colours.ground;
      ctx.fillStyle = look.colour;
      const at = (i) => y + size / 2 + i * step;
      lines.forEach((line, i) => ctx.strokeText(line, x, at(i)));
      lines.forEach((line, i) => ctx.fillText(line, x, at(i)));
    }

    function writeNode(id) {
      const concept = state.concepts[id];
      const strong = id === state.centre || id === state.focus || id === state.hovered;
      const paper = concept.type === "Paper";
      const bright = !state.focus || strong || state.near.has(id);
      if (!bright || (paper && !strong && !state.namesPapers && scale < 1.3 && !(state.focus && state.near.size < 16))) return;
      const at = network.getPosition(id);
      const size = id === state.centre ? 16 : (paper || concept.outer) && !strong ? 11 : 12.5;
      const lines = strong ? whole(concept.name, 30) : state.labels[id];
      write(lines, at.x, at.y + state.sizes[id] + 4 / scale, {
        size: size,
        weight: strong ? "650" : "500",
        colour: (paper || concept.outer) && !strong ? state.colours.quiet : state.colours.ink,
        always: strong,
      });
    }

    // no name stands on another node, but for the names of what was chosen
    for (const id of state.ids) {
      if (state.hiddenNode(id)) continue;
      const at = network.getPosition(id);
      const half = state.sizes[id] * 0.9;
      taken.push([at.x - half, at.y - half, at.x + half, at.y + half]);
    }
    const first = [state.hovered, state.focus, state.centre].filter((id) => id !== null);
    const order = new Set([...first, ...[...state.near], ...state.ids]);
    for (const id of order) {
      if (state.hiddenNode(id)) continue;
      writeNode(id);
    }
    for (const caption of state.captions()) {
      write([caption.text], caption.x, caption.y - 6 / scale, {size: 11.5, weight: "400", colour: state.colours.quiet});
    }
    for (const edge of state.namedEdges()) {
      const at = middle(network, edge);
      write([edge.name], at.x, at.y - 6 / scale, {size: 11, weight: "400", colour: state.colours.quiet, always: edge.always});
    }
  };

  function middle(network, edge) {
    const drawn = network.body.edges[edge.id];
    if (drawn && drawn.edgeType && drawn.edgeType.getPoint) return drawn.edgeType.getPoint(0.5);
    const from = network.getPosition(edge.from);
    const to = network.getPosition(edge.to);
    return {x: (from.x + to.x) / 2, y: (from.y + to.y) / 2};
  }

  // a sheet of paper with a folded corner, for vis-network's custom shape
  PaperAtlas.sheet = function (dimmed, colours) {
    return function ({ctx, id, x, y, state, style}) {
      const half = style.size;
      const w = half * 0.8;
      const fold = half * 0.6;
      return {
        drawNode() {
          ctx.save();
          ctx.globalAlpha = dimmed(id) ? 0.2 : 1;
          ctx.beginPath();
          ctx.moveTo(x - w, y - half);
          ctx.lineTo(x + w - fold, y - half);
          ctx.lineTo(x + w, y - half + fold);
          ctx.lineTo(x + w, y + half);
          ctx.lineTo(x - w, y + half);
          ctx.closePath();
          ctx.fillStyle = state.selected || state.hover ? colours().accent : colours().sheet;
          ctx.strokeStyle = colours().sheetEdge;
          ctx.lineWidth = 1.5;
          ctx.fill();
          ctx.stroke();
          ctx.restore();
        },
        nodeDimensions: {width: 2 * w + 6, height: 2 * half + 4},
      };
    };
  };
})();
