<<<<<<< HEAD
// Pending messages: sent and not yet acknowledged. Each message waits in localStorage under a
// client id of its own, goes out one at a time (so order is kept) and may be sent again without doubling.
import * as storage from "browser_storage";
import { hue, initials } from "format_message";

const PATIENCE = 20_000; // ms without an answer until a message counts as failed

function newClientId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a UUID's worth; randomUUID() needs a secure context
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
=======
// Messages that were sent and not yet acknowledged, or refused, as they stand below a room's messages.
import { hue, initials } from "avatar";
>>>>>>> 212af6c (Let one component own an open room in the browser: list, pending messages, editor, composer)

export default {
  template: `
    <section class="pending-messages" aria-live="off" translate="no">
      <div v-for="(entry, index) in entries" :key="entry.clientId" class="message" :data-author="me"
           :data-client-id="entry.clientId" :data-pending="entry.error ? null : ''" :data-failed="entry.error ? '' : null"
           :data-initials="initials" :style="{ '--hue': hue }" :data-grouped="index || entry.isGrouped ? '' : null">
        <b>{{ name }}</b><time>{{ entry.error ? "not sent" : "sending…" }}</time>
        <div class="message-body">{{ entry.body }}</div>
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
<<<<<<< HEAD
    this.stream.stream.keepPlace();
  },

  unmounted() {
    document.removeEventListener("chat:send", this.add);
    this.stream.removeEventListener("stream:rows", this.dropDelivered);
    this.stream.removeEventListener("stream:state", this.stateChanged);
    clearTimeout(this.timer);
  },

  methods: {
    restore() {
      return storage
        .keys()
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => ({ clientId: key.slice(this.prefix.length), ...JSON.parse(storage.get(key)), error: null }))
        .sort((a, b) => a.at - b.at);
    },

    async add({ detail: { body } }) {
      const clientId = newClientId();
      const at = Date.now();
      storage.set(this.prefix + clientId, JSON.stringify({ body, at }));
      this.entries.push({ clientId, body, at, error: null, grouped: this.continuesLastRow(at) });
      this.pump();
      await this.$nextTick();
      this.stream.stream.jump();
    },

    continuesLastRow(at) {
      const last = [...this.stream.querySelectorAll(":scope > [data-key]")].at(-1)?.dataset;
      return last?.author === this.me && at - Number(last.at) < 300_000;
    },

    // Only once the stream is live: what was stored before a cut has then been delivered, and need not go again.
    pump() {
      const next = this.entries.find((entry) => !entry.error);
      if (this.inFlight || !next || this.stream.dataset.state !== "live") return;
      this.inFlight = next.clientId;
      this.timer = setTimeout(() => this.refused(next.clientId, "The server did not answer."), PATIENCE);
      this.$emit("send", { client_id: next.clientId, body: next.body });
    },

    stateChanged({ detail: { state } }) {
      if (state !== "live") this.settled(this.inFlight);
      else this.pump();
    },

    settled(clientId) {
      if (clientId !== this.inFlight) return;
      clearTimeout(this.timer);
      this.inFlight = null;
    },

    acknowledged(clientId) {
      this.settled(clientId);
      this.forget(clientId);
      this.pump();
    },

    // Too fast: it stays pending and goes out later, so that nobody has to press anything after a long time offline.
    postponed(clientId, seconds) {
      if (clientId !== this.inFlight) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.settled(clientId);
        this.pump();
      }, seconds * 1000);
    },

    refused(clientId, message) {
      this.settled(clientId);
      const entry = this.entries.find((candidate) => candidate.clientId === clientId);
      if (entry) entry.error = message;
      this.pump();
    },

    dropDelivered({ detail: { rows } }) {
      for (const { dataset } of rows) if (dataset.author === this.me && dataset.clientId) this.forget(dataset.clientId);
    },

    forget(clientId) {
      storage.remove(this.prefix + clientId);
      const index = this.entries.findIndex((entry) => entry.clientId === clientId);
      if (index >= 0) this.entries.splice(index, 1);
    },

    retry(entry) {
      entry.error = null;
      this.pump();
    },

    discard(entry) {
      this.forget(entry.clientId);
    },
=======
    this.$emit("resized");
>>>>>>> 212af6c (Let one component own an open room in the browser: list, pending messages, editor, composer)
  },
};
