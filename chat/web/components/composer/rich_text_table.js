// Tables, from documents and spreadsheets: with a row of headings, without which Markdown has none.
const MOST_COLUMNS = 50;

const texts = new WeakMap();

// What a cell says, until its table is written.
export function keepCell(content, cell) {
  texts.set(cell, content.trim().replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|"));
  return "";
}

function cellsOf(row) {
  const cells = [...row.cells].slice(0, MOST_COLUMNS);
  return cells.flatMap((cell) => [texts.get(cell) ?? "", ...Array(Math.min(cell.colSpan, MOST_COLUMNS) - 1).fill("")]);
}

const writeRow = (cells) => `| ${cells.join(" | ")} |`;

export function writeTable(table) {
  const rows = [...table.rows].map(cellsOf).filter((cells) => cells.some(Boolean));
  const isUsed = Array.from({ length: MOST_COLUMNS }, (_, index) => rows.some((cells) => cells[index]));
  const width = isUsed.lastIndexOf(true) + 1;
  const columns = [...Array(width).keys()].filter((index) => isUsed[index]);
  const [head, ...body] = rows.map((cells) => columns.map((index) => cells[index] ?? ""));
  return head ? [head, columns.map(() => "---"), ...body].map(writeRow).join("\n") : "";
}
