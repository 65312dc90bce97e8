// Where a room is shown: in one of three places. In another one, which is not drawn, the server may have made a room ready
// that one is about to go to; it is drawn at once when one does, and stays until the server says what is shown.
import { setStage } from "ahead_room";

export default {
  template: `<div class="main" :data-ahead="ahead?.path"><slot :name="drawn ?? front"></slot></div>`,

  props: {
    front: String, // the place that the server shows,
    turn: Number, // and how often it has decided which
    ahead: Object, // what is ready in another one, see ahead_room.js
  },

  data: () => ({ drawn: null }), // the place of what was ready, until the server has decided

  watch: {
    turn() {
      this.drawn = null;
    },
  },

  mounted() {
    setStage(this);
  },

  methods: {
    showAhead() {
      this.drawn = this.ahead.place;
    },
  },
};
