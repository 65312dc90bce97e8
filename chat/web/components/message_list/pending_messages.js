// Messages that were sent and not yet acknowledged, or refused, as they stand below a room's messages.
import { hue, initials } from "avatar";

export default {
  template: `
    <section class="pending-messages" aria-live="off" translate="no">
      <div v-for="(entry, index) in entries" :key="entry.clientId" class="message" :data-author="me"
           :data-client-id="entry.clientId" :data-pending="entry.error ? null : ''" :data-failed="entry.error ? '' : null"
           :data-initials="initials" :style="{ '--hue': hue }" :data-grouped="index || entry.isGrouped ? '' : null">
        <b>{{ name }}</b><time>{{ entry.error ? "not sent" : "sending…" }}</time>
        <div class="message-body">{{ entry.args.body }}</div>
        <div v-if="entry.error" class="message-failure" role="alert">
          {{ entry.error }}
          <button type="button" @click="$emit('retry', entry.clientId)">Retry</button>
          <button type="button" @click="$emit('discard', entry.clientId)">Discard</button>
        </div>
      </div>
    </section>`,

  props: { me: String, name: String, entries: Array },

  emits: ["retry", "discard", "resized"],

  computed: {
    initials() {
      return initials(this.name);
    },
    hue() {
      return hue(Number(this.me));
    },
  },

  updated() {
    this.$emit("resized");
  },
};
