// Texts that have no box to stand in: edits, unfinished or refused, of messages that are not in the list (out of its
// window, or deleted), and drafts of a room that was archived meanwhile.

export default {
  template: `
    <div v-for="edit in edits" :key="edit.clientId ?? edit.key" class="unfinished-edit" role="group" aria-label="Not sent">
      <span v-if="edit.error">Edit not saved: {{ edit.error }} <q translate="no" dir="auto">{{ edit.text }}</q></span>
      <span v-else>Unfinished edit of a message that is not shown: <q translate="no" dir="auto">{{ edit.text }}</q></span>
      <button v-if="canWrite" type="button" @click="$emit('move', edit)">Move to the message box</button>
      <button type="button" @click="$emit('discard', edit)">Discard</button>
    </div>
    <div v-if="draft" class="unfinished-edit" role="group" aria-label="Not sent">
      <span>Your draft, not sent: <q translate="no" dir="auto">{{ draft }}</q></span>
      <button type="button" @click="$emit('discard-draft')">Discard</button>
    </div>`,

  props: { edits: Array, draft: String, canWrite: Boolean },

  emits: ["move", "discard", "discard-draft"],
};
