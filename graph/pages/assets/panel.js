// What stands beside the network: the concept's facts, or the evidence of what was chosen.
"use strict";

(function () {
  const {element, icon, outward, counted} = PaperAtlas;
  const FEW = 8;
  const FEW_BOARDS = 3; // so many leaderboards stand before the facts, the others after

  // choose: {node(id), edge(fact number), result(row of a table), nothing()}
  PaperAtlas.Panel = function (place, data, choose) {
    const name = (id) => data.concepts[id].name;

    const status = document.getElementById("status");

    // focus stays in the panel where it was there: its old place is gone
    function show(said, ...children) {
      const within = place.contains(document.activeElement);
      place.replaceChildren(...children);
      place.scrollTop = 0;
      status.textContent = said;
      if (!within) return;
      const title = place.querySelector(".chosen, .statement") || place;
      title.setAttribute("tabindex", "-1");
      title.focus({preventScroll: true});
    }

    // the first few of a list, and a button for the rest
    function shortList(items, few, className) {
      const list = element("ul", {class: className}, items.slice(0, few));
      if (items.length <= few + 2) return [element("ul", {class: className}, items)];
      const more = element("button", {type: "button", class: "more"}, ["Show all " + items.length]);
      more.addEventListener("click", function () {
        list.append(...items.slice(few));
        more.remove();
        items[few].querySelector("button, a")?.focus();
      });
      return [list, more];
    }

    function row(id, note, onclick) {
      return element("li", {}, [
        element("button", {type: "button", class: "row", onclick}, [
          icon(data.concepts[id].type, data.types),
          element("span", {class: "name"}, [name(id)]),
          element("span", {class: "note"}, [note]),
        ]),
      ]);
    }

    function quote(sentence) {
      const pieces = sentence.map(([text, mark]) =>
        mark ? element("mark", {class: "mark-" + mark}, [text]) : text);
      return element("blockquote", {}, pieces);
    }

    function evidence(one) {
      const paper = data.papers[one.paper];
      const origin = [paper.venue, paper.year, "confidence " + one.confidence.toFixed(2)]
        .filter((part) => part !== null).join(" · ");
      return element("li", {class: "evidence"}, [
        ...one.sentences.map(quote),
        element("p", {class: "source"}, [
          outward(paper.title, paper.url, "paper"),
          element("span", {class: "note"}, [" " + origin]),
        ]),
      ]);
    }

    function statement(fact) {
      const end = (id) => id === data.centre
        ? element("span", {}, [name(id)])
        : element("button", {type: "button", class: "plain", onclick: () => choose.node(id)}, [name(id)]);
      return element("h3", {class: "statement"}, [
        end(fact.from),
        element("span", {class: "verb"}, [" " + data.relations[fact.type].edge + " "]),
        end(fact.to),
      ]);
    }

    function factSection(number) {
      const fact = data.facts[number];
      return element("section", {class: "fact"}, [
        statement(fact),
        ...(fact.reason
          ? [element("p", {class: "note"}, [fact.said])]
          : shortList(fact.evidence.map(evidence), 4, "plain-list")),
      ]);
    }

    const back = () =>
      element("button", {type: "button", class: "back", onclick: choose.nothing}, ["← All facts"]);

    function factsOf(id) {
      const numbers = [...data.facts.keys()];
      return numbers.filter((n) => data.facts[n].from === id || data.facts[n].to === id);
    }

    // how many papers say it; of a single one, the year; of none, how the names differ
    function noteOf(id, fact) {
      const concept = data.concepts[id];
      if (concept.type === "Paper") {
        const paper = concept.paper === null ? null : data.papers[concept.paper];
        return paper && paper.year ? String(paper.year) : "";
      }
      if (fact.reason) return fact.reason;
      const first = data.papers[fact.evidence[0].paper];
      return fact.evidence.length > 1 ? counted(fact.evidence.length, "paper") : String(first.year || "");
    }

    // tables of results: a leaderboard for each metric, or what else is reported
    function resultSection(table) {
      const rows = table.rows.map((row) => element("tr", {}, [
        element("td", {class: "rank"}, [row.rank === null ? "" : String(row.rank)]),
        element("td", {class: "name"}, [
          element("button", {type: "button", class: "plain", onclick: () => choose.result(row)}, [row.label]),
          ...(row.note ? [element("p", {class: "note"}, [row.note])] : []),
        ]),
        element("td", {class: "value"}, [row.value]),
        element("td", {class: "note"}, [String(data.papers[row.evidence.paper].year || "")]),
      ]));
      const head = ["Rank", table.board ? "Subject" : "What", "Value", "Year"].map((title) =>
        element("th", {scope: "col"}, [title]));
      const body = element("tbody", {}, rows.slice(0, FEW));
      const ranked = table.board ? "results ranked" : "results";
      const parts = [
        element("h2", {}, [table.heading, element("span", {class: "count"}, [
          String(rows.length) + (table.ascending ? " · less is better" : ""),
        ])]),
        element("table", {class: ranked}, [element("thead", {}, [element("tr", {}, head)]), body]),
      ];
      if (rows.length <= FEW + 2) body.append(...rows.slice(FEW));
      else {
        const more = element("button", {type: "button", class: "more"}, ["Show all " + rows.length]);
        more.addEventListener("click", function () {
          body.append(...rows.slice(FEW));
          more.remove();
          rows[FEW].querySelector("button").focus();
        });
        parts.push(more);
      }
      return element("section", {class: "result-table"}, parts);
    }

    this.result = function (row) {
      const about = [row.metric, row.on && "on " + row.on].filter(Boolean).join(" ");
      const said = [row.value, row.note, about].filter(Boolean).join(" · ");
      show(row.label + ", " + said, back(), element("section", {class: "fact"}, [
        element("h3", {class: "statement"}, [row.label, element("span", {class: "verb"}, [" " + said])]),
        element("ul", {class: "plain-list"}, [evidence(row.evidence)]),
      ]));
    };

    this.overview = function () {
      const sections = data.groups.map((group) =>
        element("section", {}, [
          element("h2", {}, [
            group.heading,
            element("span", {class: "count"}, [String(group.facts.length)]),
          ]),
          ...shortList(
            group.facts.map(function (number) {
              const fact = data.facts[number];
              const other = fact.from === data.centre ? fact.to : fact.from;
              return row(other, noteOf(other, fact), () => choose.node(other));
            }), FEW, "rows"),
        ]));
      const rest = data.left_out
        ? [element("p", {class: "rest"}, [counted(data.left_out, "further neighbour") + " left out here."])]
        : [];
      const boards = data.tables.filter((table) => table.board).map(resultSection);
      const others = data.tables.filter((table) => !table.board).map(resultSection);
      if (data.results_left_out) {
        rest.push(element("p", {class: "rest"}, [counted(data.results_left_out, "further result") + " left out here."]));
      }
      show("All facts of " + name(data.centre), 
        ...boards.slice(0, FEW_BOARDS), ...sections, ...boards.slice(FEW_BOARDS), ...others, ...rest);
    };

    this.node = function (id) {
      const concept = data.concepts[id];
      const mine = factsOf(id);
      const central = mine.filter((n) => [data.facts[n].from, data.facts[n].to].includes(data.centre));
      const others = mine.filter((n) => !central.includes(n));
      const paper = concept.paper === null ? null : data.papers[concept.paper];
      const about = concept.type === "Paper"
        ? (paper ? [paper.venue, paper.year].filter((part) => part !== null).join(" · ") : "")
        : counted(concept.papers, "paper") + (concept.since ? " · first in " + concept.since : "");
      const links = [];
      if (concept.href) links.push(element("a", {class: "open", href: concept.href}, ["Open its page"]));
      if (paper && paper.url) links.push(outward("Read the paper", paper.url, "open"));
      const head = [
        element("p", {class: "kind"}, [icon(concept.type, data.types), concept.type]),
        element("h2", {class: "chosen"}, [concept.name]),
        element("p", {class: "numbers"}, [about]),
      ];
      if (concept.aliases.length) {
        const shown = concept.aliases.slice(0, 6).join(", ");
        head.splice(2, 0, element("p", {class: "aliases"}, ["also " + shown]));
      }
      if (links.length) head.push(element("p", {class: "links"}, links));
      // one step further there is no fact with the concept: the others come with their evidence
      const full = central.length ? central : others;
      const elsewhere = others.length === 0 || !central.length ? [] : [
        element("section", {}, [
          element("h2", {}, ["Also in this neighbourhood"]),
          ...shortList(others.map(function (number) {
            const fact = data.facts[number];
            const other = fact.from === id ? fact.to : fact.from;
            const words = data.relations[fact.type];
            const line = row(other, noteOf(other, fact), () => choose.edge(number));
            const verb = (fact.from === id ? words.out : words.into).toLowerCase() + " ";
            line.querySelector(".name").prepend(element("span", {class: "verb"}, [verb]));
            return line;
          }), FEW, "rows"),
        ]),
      ];
      show(concept.name + ", " + concept.type, back(), ...head, ...full.map(factSection), ...elsewhere);
    };

    this.edge = function (number) {
      const fact = data.facts[number];
      const said = [name(fact.from), data.relations[fact.type].edge, name(fact.to)].join(" ");
      show(said, back(), factSection(number));
    };
  };
})();
