// Edits that were begun in messages which are not in the list: out of its window, or deleted.

export default {
  template: `
    <div v-for="edit in edits" :key="edit.key" class="unfinished-edit" role="note">
      <span>Unfinished edit of a message that is not shown: <q translate="no" dir="auto">{{ edit.text }}</q></span>
      <button type="button" @click="$emit('copy', edit)">Move to the message box</button>
      <button type="button" @click="$emit('discard', edit.key)">Discard</button>
    </div>`,

  props: { edits: Array },

  emits: ["copy", "discard"],
};
