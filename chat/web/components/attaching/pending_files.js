// The files of a message that waits, as they will look in its row: nothing moves when that comes. Its HTML is
// attachments/attachments.html, and attachments.css is for both.
import { stateText } from "attached_files";

const MOST = 360; // pixels, as in attachments/presentation.py
const LEAST = 48;

export function shownSize({ width, height }) {
  const scale = Math.min(1, MOST / width, MOST / height);
  return [width, height].map((side) => Math.max(LEAST, Math.round(side * scale)));
}

const endingOf = (name) => (name.match(/\.(\w{1,4})$/)?.[1] ?? "").toUpperCase();

export default {
  template: `
    <div v-if="files.length" class="attachments" translate="no">
      <div v-if="pictures.length" :class="pictures.length > 1 ? 'gallery' : ''" :data-count="pictures.length">
        <span v-for="file in pictures" :key="file.id" class="picture pending-file" :data-refused="file.error ? '' : null" :title="file.name">
          <img :src="file.preview ?? NOTHING" :width="shownSize(file)[0]" :height="shownSize(file)[1]" :alt="file.name">
          <progress v-if="isRunning(file)" max="1" :value="file.progress" :aria-label="'Uploading ' + file.name"></progress>
        </span>
      </div>
      <span v-for="file in others" :key="file.id" class="file-card pending-file" :data-refused="file.error ? '' : null">
        <i class="file-icon" aria-hidden="true">{{ endingOf(file.name) }}</i><b dir="auto">{{ file.name }}</b><small>{{ file.error ? "Not uploaded" : stateText(file, tab) }}</small>
        <progress v-if="isRunning(file)" max="1" :value="file.progress" :aria-label="'Uploading ' + file.name"></progress>
      </span>
    </div>`,

  // files: as of PageFiles
  props: { files: Array, tab: String },

  computed: {
    pictures() {
      return this.files.filter(({ width }) => width);
    },
    others() {
      return this.files.filter(({ width }) => !width);
    },
  },

  created() {
    this.NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="; // until the preview is there
  },

  methods: {
    stateText,
    shownSize,
    endingOf,

    isRunning: ({ progress, isUp }) => progress !== null && !isUp,
  },
};
