// Rows that stand in the order of their `data-sort` attribute, wherever the server would put them.

// By code points, as Python compares; JavaScript's own order, by UTF-16 units, puts emoji before some letters.
export function compare(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at < 0) return left.length - right.length;
  return at < right.length ? left[at].codePointAt(0) - right[at].codePointAt(0) : 1;
}

function isAfter(row, other) {
  const order = compare(row.dataset.sort ?? "", other.dataset.sort ?? "") || Number(row.dataset.key) - Number(other.dataset.key);
  return order > 0;
}

export default {
  methods: {
    insertSorted(fresh, limit) {
      for (const [key, html] of fresh) this.sortIn(this.register(key, this.build(key, html)));
      this.prune(limit);
    },

    sortIn(row) {
      let next = this.$refs.top.nextElementSibling;
      while (next !== this.$refs.end && (next === row || !isAfter(next, row))) next = next.nextElementSibling;
      if (row.nextElementSibling === next) return;
      this.touched.add(next);
      if (row.isConnected) this.touched.add(row.nextElementSibling);
      this.move(row, next);
    },
  },
};
