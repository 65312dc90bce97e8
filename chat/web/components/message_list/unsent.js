// What somebody has written in a room and is not sent.
import { hue, initials } from "avatar";
import { offerUndo } from "button";
import { tabId } from "browser_storage";
import { isOnlyEmoji } from "message_text";
import pendingFiles from "pending_files";

// Messages that were sent and not yet acknowledged, or refused, as they stand below a room's messages.
export const pendingMessages = {
  components: { pendingFiles },

  template: `
    <section class="pending-messages" aria-live="off" translate="no">
      <div v-for="(entry, index) in entries" :key="entry.clientId" class="message" :data-author="me"
           :data-client-id="entry.clientId" :data-pending="entry.error ? null : ''" :data-failed="entry.error ? '' : null"
           :data-initials="initials" :style="{ '--hue': hue }" :data-grouped="(index || entry.isGrouped) && !entry.quote ? '' : null"
           :data-emoji="isOnlyEmoji(entry.args.body) ? '' : null">
        <b>{{ name }}</b><time>{{ entry.error ? "not sent" : "sending…" }}</time>
        <div v-if="entry.quote" class="quote"><div><b>{{ entry.quote.name }}</b> <span dir="auto">{{ entry.quote.text }}</span></div></div>
        <div class="message-body">{{ entry.args.body }}</div>
        <pending-files :files="entry.files" :tab="tab"></pending-files>
        <button v-if="isUploading(entry)" type="button" class="message-uploading" :aria-label="'Cancel sending ' + entry.about"
                @click="$emit('discard', entry.clientId)">Cancel</button>
        <div v-if="entry.error" class="message-failure" role="alert">
          {{ entry.error }}
          <button type="button" @click="$emit('retry', entry.clientId)">{{ entry.reason === "conflict" ? "Retry without the quote" : "Retry" }}</button>
          <button v-for="file in entry.files.filter(({ error }) => error)" type="button" @click="$emit('remove', entry.clientId, file.id)">Remove <bdi>“{{ file.name }}”</bdi></button>
          <button type="button" @click="$emit('discard', entry.clientId)">Discard</button>
        </div>
      </div>
    </section>`,

  props: { me: String, name: String, entries: Array },

  emits: ["retry", "discard", "remove", "resized"],

  created() {
    this.tab = tabId();
  },

  computed: {
    initials() {
      return initials(this.name);
    },
    hue() {
      return hue(Number(this.me));
    },
  },

  methods: {
    isOnlyEmoji,

    // The server has not heard of it before its files are up.
    isUploading: ({ error, wasSent, files }) => !error && !wasSent && files.some(({ isUp }) => !isUp),
  },

  updated() {
    this.$emit("resized");
  },
};

// Texts that have no box to stand in: edits, unfinished or refused, of messages that are not in the list (out of its
// window, or deleted), what was begun in other tabs, and the draft of a room that was archived meanwhile.
export const unfinishedEdits = {
  template: `
    <div v-for="edit in edits" :key="edit.clientId ?? edit.id" class="unfinished-edit" role="group" aria-label="Not sent">
      <span v-if="edit.error">Edit not saved: {{ edit.error }} <q translate="no" dir="auto">{{ edit.text }}</q></span>
      <span v-else>{{ edit.isShown ? "Unfinished edit" : "Unfinished edit of a message that is not shown" }}: <q translate="no" dir="auto">{{ edit.text }}</q></span>
      <button v-if="canWrite && edit.canResume" type="button" @click="$emit('resume', edit)">Continue editing</button>
      <button v-else-if="canWrite" type="button" @click="moveEdit(edit)">Move to the message box</button>
      <button type="button" @click="$emit('discard', edit)">Discard</button>
    </div>
    <div v-for="draft in otherDrafts" :key="draft.key" class="unfinished-edit" role="group" aria-label="Not sent">
      <span>{{ canWrite ? "Another draft" : "Your draft" }}, not sent: <q translate="no" dir="auto">{{ draft.text }}</q></span>
      <button v-if="canWrite" type="button" @click="moveDraft(draft)">Move to the message box</button>
      <button type="button" @click="discardDraft(draft)">Discard</button>
    </div>`,

  // edits: as { id, text, isShown, canResume }, with whether the message is in the list, and not being edited there; or,
  // if refused, { clientId, text, error };
  // drafts: the room's Drafts
  props: { edits: Array, drafts: Object, canWrite: Boolean },

  emits: ["move", "moved", "resume", "discard"],

  data: () => ({ otherDrafts: [] }),

  watch: {
    canWrite() {
      this.$nextTick(this.showDrafts);
    },
  },

  mounted() {
    this.stopListening = this.drafts.onOtherTab(this.showDrafts);
    this.$nextTick(this.showDrafts); // once the message box has taken one
  },

  unmounted() {
    this.stopListening();
  },

  methods: {
    showDrafts() {
      this.otherDrafts = this.drafts.others();
    },

    moveEdit(edit) {
      this.$emit("move", edit.text);
      this.$emit("moved", edit);
    },

    moveDraft(draft) {
      this.$emit("move", draft.text, draft.quote);
      this.dropDraft(draft);
    },

    dropDraft({ key }) {
      this.drafts.discard(key);
      this.showDrafts();
    },

    discardDraft(draft) {
      this.dropDraft(draft);
      offerUndo("Draft discarded.", () => {
        this.drafts.putBack(draft);
        this.showDrafts();
      });
    },
  },
};
