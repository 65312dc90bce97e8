// Files that are not sent yet, as they stand above the message box.
import { sizeText } from "file_words";

// How far a file is, in words.
export function stateText({ size, progress, error, isUp, kept, tab }, ownTab) {
  if (error) return error;
  if (progress !== null && !isUp) return `${Math.floor(progress * 100)} % of ${sizeText(size)}`;
  if (isUp) return sizeText(size);
  if (!kept && tab !== ownTab) return `${sizeText(size)}, in another tab`;
  return kept === false ? `${sizeText(size)}, in this tab only` : `${sizeText(size)}, waiting`;
}

const endingOf = (name) => (name.match(/\.(\w{1,5})$/)?.[1] ?? "file").toUpperCase();

export default {
  template: `
    <ul v-if="files.length" class="attached-files" aria-label="Attached files" translate="no">
      <li v-for="file in files" :key="file.id" class="attached-file" :data-file="file.id" :data-refused="file.error ? '' : null" :data-up="file.isUp ? '' : null">
        <span class="attached-file-picture" :data-shown="file.preview ? '' : null" :style="{ aspectRatio: file.width ? file.width + ' / ' + file.height : null }" aria-hidden="true">
          <img v-if="file.preview" :src="file.preview" alt="">
          <template v-else>{{ endingOf(file.name) }}</template>
        </span>
        <span class="attached-file-words">
          <bdi class="attached-file-name" :title="file.name">{{ file.name }}</bdi>
          <span class="attached-file-state">{{ stateText(file, tab) }}</span>
        </span>
        <button v-if="file.error" type="button" class="attached-file-retry" :aria-label="'Retry ' + file.name" @click="$emit('retry', file.id)">Retry</button>
        <button type="button" class="attached-file-remove" :aria-label="(file.isUp || file.error ? 'Remove ' : 'Cancel ') + file.name"
                :title="file.isUp || file.error ? 'Remove' : 'Cancel'" @click="$emit('remove', file.id)">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4.5 4.5 7 7M11.5 4.5l-7 7"/></svg>
        </button>
        <progress v-if="file.progress !== null && !file.isUp" max="1" :value="file.progress" :aria-label="'Uploading ' + file.name"></progress>
      </li>
    </ul>`,

  // files: as of PageFiles; tab: this one's name
  props: { files: Array, tab: String },

  emits: ["retry", "remove"],

  methods: { stateText, endingOf },
};
