// Where a room is shown: in one of two places. In the other one, which is not drawn, the server may have made a room
// ready that one is about to go to; it is drawn at once when one does, before the server answers.
import { setStage } from "ahead_room";

export default {
  template: `<div class="main" :data-ahead="ahead?.path"><slot v-if="shown === 'a'" name="a"></slot><slot v-else name="b"></slot></div>`,

  props: {
    front: String, // the place that the server shows,
    turn: Number, // and how often it has decided which
    ahead: Object, // what is ready in the other one, see ahead_room.js
  },

  data: () => ({ isTurned: false }), // to what is ready, until the server says the same

  computed: {
    shown() {
      return (this.front === "a") === this.isTurned ? "b" : "a";
    },
  },

  watch: {
    turn() {
      this.isTurned = false;
    },
  },

  mounted() {
    setStage(this);
  },

  methods: {
    showAhead() {
      this.isTurned = true;
    },

    turnBack() {
      this.isTurned = false;
    },
  },
};
