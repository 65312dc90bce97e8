export default {
  template: `<div><div v-for="row in rows" :key="row.id"><b>{{ row.name }}</b> {{ row.stamp }}<p>{{ row.text }}</p></div></div>`,
  props: { limit: Number },
  data() {
    return { rows: [] };
  },
  methods: {
    show(rows) {
      this.rows = rows;
    },
    add(row) {
      this.rows = [...this.rows.slice(1 - this.limit), row];
    },
  },
};
