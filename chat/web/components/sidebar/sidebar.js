// The sidebar: Quasar's drawer, wholly in the browser; on a phone the header's button opens it.
export default {
  template: `
    <q-drawer ref="drawer" class="sidebar" show-if-above side="left" :width="264" :breakpoint="breakpoint" no-swipe-open
              @click="chosen">
      <div v-html="brand"></div>
      <nav class="sidebar-rooms" aria-label="Rooms"><slot></slot></nav>
      <div class="new-room" v-html="more"></div>
      <div class="account" v-html="account"></div>
    </q-drawer>`,

  props: { brand: String, more: String, account: String, breakpoint: Number },

  mounted() {
    document.addEventListener("click", this.toggle);
  },

  unmounted() {
    document.removeEventListener("click", this.toggle);
  },

  methods: {
    toggle(event) {
      if (event.target.closest(".menu-button")) this.$refs.drawer.toggle();
    },

    // On a phone it has done its work once a room is chosen.
    chosen(event) {
      if (event.target.closest("a") && innerWidth < this.breakpoint) this.$refs.drawer.hide();
    },
  },
};
