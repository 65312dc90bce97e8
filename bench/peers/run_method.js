export default {
  template: `<div><div v-for="row in rows" :key="row.id"><b>{{ row.name }}</b> {{ row.stamp }}<p>{{ row.text }}</p></div></div>`,
  props: { messages: Array, limit: Number },
  data() {
    return { rows: this.messages };
  },
  methods: {
    add(row) {
      this.rows = [...this.rows.slice(1 - this.limit), row];
    },
  },
};
