// Three slots for rooms, of which one is drawn. Another one may hold a room that the server has prerendered: it is drawn
// as soon as its link is clicked, and stays until the server has confirmed what is shown.
import { setRoomSlots } from "prerendered_room";

export default {
  template: `<div class="main" :data-prerendered="prerendered?.path"><slot :name="activatedSlot ?? shown"></slot></div>`,

  props: {
    shown: String, // the slot that the server shows,
    confirmations: Number, // and how often it has confirmed which
    prerendered: Object, // the room in another slot, see prerendered_room.js
  },

  data: () => ({ activatedSlot: null }), // the slot that was activated here, until the server has confirmed

  watch: {
    confirmations() {
      this.activatedSlot = null;
    },
  },

  mounted() {
    setRoomSlots(this);
  },

  methods: {
    activate() {
      this.activatedSlot = this.prerendered.slot;
    },
  },
};
