// Plays histories to real rows, without a stream around them: model, follower, pager and registry are those of a stream.
// Evaluated in a page that has a stream. Returns the first difference from the rows that were expected, or null.
window.playHistories = async (histories) => {
  const { StreamModel } = await import("stream_model");
  const { RowRegistry } = await import("stream_rows");
  const ignore = () => {};
  const ignored = ["scrollToEnd", "showRow", "showEdges", "showState", "reportChanges"].map((name) => [name, ignore]);

  function draw(name, [key, html]) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    row.id = `${name}-${key}`;
    row.dataset.key = key;
    return row;
  }

  function play({ name, limit, sorted, topic, first, steps }, list) {
    const [top, end] = [0, 1].map(() => list.appendChild(document.createElement("hr")));
    const rows = new RowRegistry({ list, top, end, name, isSorted: sorted, onAdded: ignore, onRemoved: ignore });
    const change = (operation) => {
      operation();
      rows.takeChanges();
    };
    const view = { ...Object.fromEntries(ignored), isScrolling: true, isNearEnd: () => true, distances: () => null, change };
    const model = new StreamModel({ rows, view, send: ignore, limit, pages: [], topic, revision: 0 });
    const calls = [["start", [first.rows], first.expected], ...steps];
    for (const [step, [method, args, expected]] of calls.entries()) {
      let error;
      try {
        model[method](...args);
      } catch (thrown) {
        error = thrown.stack;
      }
      const shown = [...list.children].slice(1, -1);
      const wanted = expected.map((row) => draw(name, row));
      const isSame = shown.length === wanted.length && shown.every((row, index) => row.isEqualNode(wanted[index]));
      const isKnown = rows.size === shown.length && shown.every((row) => rows.isRow(row));
      const html = (elements) => elements.map((row) => row.outerHTML);
      if (error || !isSame || !isKnown) return { step, error, isKnown, shown: html(shown), expected: html(wanted) };
    }
    return null;
  }

  for (const [index, history] of histories.entries()) {
    const list = document.body.appendChild(document.createElement("section"));
    const found = play(history, list);
    list.remove();
    if (found) return { index, ...found };
  }
  return null;
};
