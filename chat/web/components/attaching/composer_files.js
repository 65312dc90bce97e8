// What is attached to the message that is being written: chosen, dropped or pasted, shown above the box with how far it is.
import attachedFiles from "attached_files";
import { allowance } from "allowance";
import { tabId } from "browser_storage";
import { DRAFTS_CHANGED } from "drafts";
import { pastedFiles, watchDrops } from "file_drops";
import { refusalText } from "file_words";
import { isTouch } from "keyboard";
import { listenToFiles, pageFiles } from "page_files";

export default {
  components: { attachedFiles },

  template: `
    <div class="composer-files" :data-any="files.length || note ? '' : null">
      <attached-files :files="files" :tab="tab" @retry="retry" @remove="remove"></attached-files>
      <label v-if="hasNotes" class="composer-files-keep"><input type="checkbox" :checked="keepsNotes" @change="keepNotes"> Keep location and camera data</label>
      <p class="composer-files-note" role="status">{{ note }}</p>
      <p class="visually-hidden" role="status">{{ done }}</p>
      <input ref="input" type="file" multiple hidden @change="chosen" @cancel="focusBox">
      <teleport v-if="zone" :to="zone">
        <div v-if="isOver" class="drop-here" aria-hidden="true"><p><b>Drop to attach</b><span translate="no">{{ place }}</span></p></div>
      </teleport>
    </div>`,

  // place: what the box says it is for
  props: { me: String, room: String, place: String },

  // changed(how many there are, whether others are about to be)
  emits: ["changed"],

  data: () => ({ files: [], note: "", done: "", isOver: false, coming: 0, zone: null }),

  computed: {
    // Of pictures whose cameras have noted anything.
    hasNotes() {
      return this.files.some(({ notes }) => notes);
    },
    keepsNotes() {
      return this.files.some(({ keep }) => keep);
    },
  },

  created() {
    this.store = pageFiles(this.me);
    this.tab = tabId();
  },

  mounted() {
    this.zone = this.$el.closest(".room-view");
    this.stopDrops = watchDrops(this.zone, { over: this.over, drop: this.attach });
    this.stopListening = listenToFiles({ changed: this.show, progressed: this.show });
    this.box = this.$el.closest("form");
    this.box.addEventListener("paste", this.paste, true);
    this.show();
  },

  unmounted() {
    this.stopDrops();
    this.stopListening();
    this.box.removeEventListener("paste", this.paste, true);
  },

  methods: {
    show() {
      const hadFiles = this.files.length > 0;
      this.files = this.store.ofDraft(this.room);
      if (hadFiles !== this.files.length > 0) document.dispatchEvent(new CustomEvent(DRAFTS_CHANGED));
      this.tell();
    },

    tell() {
      this.$emit("changed", this.files.length, this.coming > 0);
    },

    // ---- they come

    choose() {
      allowance(); // it is known by the time that something has been chosen
      this.$refs.input.click();
    },

    chosen({ target }) {
      this.attach([...target.files]);
      target.value = ""; // the same one can be chosen again
      this.focusBox();
    },

    // So that one writes on, and Enter sends. By touch, the keyboard would cover what was attached.
    focusBox() {
      if (!isTouch) this.box.querySelector("textarea").focus();
    },

    over(isOver) {
      if (isOver) allowance();
      this.isOver = isOver;
    },

    paste(event) {
      const files = pastedFiles(event.clipboardData);
      if (!files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.attach(files);
    },

    async attach(files, folders = []) {
      this.coming += 1;
      this.tell();
      const refused = await this.store.attach(this.room, files);
      this.coming -= 1;
      const why = "a folder cannot be attached; its files can";
      this.done = files.length > refused.length ? `${files.length - refused.length} attached.` : "";
      this.note = refusalText([...folders.map((name) => ({ name, why })), ...refused]);
      this.show();
    },

    // ---- they go

    retry(id) {
      this.note = "";
      this.store.retry([id]);
    },

    keepNotes({ target }) {
      this.store.keepNotes(this.room, target.checked);
    },

    // The focus goes to the next one.
    async remove(id) {
      const index = this.files.findIndex((file) => file.id === id);
      this.note = "";
      this.done = `“${this.files[index].name}” removed.`;
      this.store.drop(id);
      await this.$nextTick();
      const buttons = this.$el.querySelectorAll(".attached-file-remove");
      const next = buttons[Math.min(index, buttons.length - 1)];
      if (next) next.focus();
      else this.focusBox();
    },

    // Whether a message can go with them: what has failed is to be decided first.
    isReady() {
      const failed = this.files.find(({ error }) => error);
      if (!failed) return true;
      this.note = `“${failed.name}” was not uploaded. Retry or remove it, then send.`;
      this.$el.querySelector(".attached-file-retry").focus();
      return false;
    },

    // The ids of what goes with the message that is sent now.
    take() {
      this.note = "";
      return this.files.map(({ id }) => id);
    },
  },
};
