// The sidebar: Quasar's drawer, wholly in the browser; on a phone the header's button opens it.
import { markCurrentRoom } from "current_room";
import outboxSummary from "outbox_summary";

export default {
  components: { outboxSummary },

  template: `
    <q-drawer ref="drawer" class="sidebar" show-if-above side="left" :width="264" :breakpoint="breakpoint" no-swipe-open
              @click="hideOnPhone">
      <div v-html="brand"></div>
      <nav class="sidebar-rooms" aria-label="Rooms" @stream:rows="markRooms"><slot></slot></nav>
      <outbox-summary ref="outbox" :me="me"></outbox-summary>
      <div class="new-room" v-html="more"></div>
      <div class="account" v-html="account"></div>
    </q-drawer>`,

  props: { me: String, brand: String, more: String, account: String, breakpoint: Number },

  mounted() {
    document.addEventListener("click", this.toggle);
  },

  unmounted() {
    document.removeEventListener("click", this.toggle);
  },

  methods: {
    // The server has drawn them, for everybody alike.
    markRooms() {
      markCurrentRoom();
      this.$refs.outbox?.show();
    },

    // In the names of direct rooms; a new picture is there with the next list.
    showPerson(id, name) {
      for (const part of document.querySelectorAll(`#rooms [data-person="${Number(id)}"]`)) part.textContent = name;
    },

    // By a button of the header, which is drawn by the server.
    toggle({ target }) {
      if (target.closest(".menu-button")) this.$refs.drawer.toggle();
    },

    // Once a room is chosen there, the drawer has done its work.
    hideOnPhone({ target }) {
      if (target.closest("a") && innerWidth < this.breakpoint) this.$refs.drawer.hide();
    },
  },
};
