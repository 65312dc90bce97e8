// The message column: rows formatted for this viewer, one shared toolbar, editing, the jump button.
import { pickEmoji } from "emoji_picker";
import { onKeys } from "keyboard";
import { atMidnight, formatMessage } from "format_message";
import { closeEditor, isEditing, openEditor, refuseEdit } from "message_editor";

export default {
  template: `
    <section class="message-column">
      <slot></slot>
      <button v-show="jump" type="button" class="jump" @click="toNewest">
        Jump to newest<span v-if="unseen" class="jump-count" translate="no">{{ unseen }}<span class="visually-hidden"> new</span></span>
      </button>
    </section>`,

  props: { me: String, moderates: Boolean, archived: Boolean, label: String, maxLength: Number, emoji: String },

  data: () => ({ jump: false, unseen: 0 }),

  watch: {
    label(label) {
      this.log.setAttribute("aria-label", label);
    },
  },

  created() {
    this.toolbar = this.makeToolbar();
  },

  beforeMount() {
    // The stream inside mounts first, with rows to be dressed before they are measured.
    document.addEventListener("stream:rows", this.formatRows);
    document.addEventListener("chat:edit-last", this.editLast);
  },

  mounted() {
    this.log = this.$el.querySelector("#messages");
    this.$el.addEventListener("stream:position", ({ detail }) => {
      this.jump = !detail.nearEnd;
      this.unseen = detail.unseen;
    });
    this.log.addEventListener("mouseover", (event) => this.offerActions(event.target));
    // A finger leaves nothing; that a mouse does is made up by some browsers after a tap.
    const isTouch = window.matchMedia("(pointer: coarse)").matches;
    if (!isTouch) this.log.addEventListener("mouseleave", () => this.withdrawActions());
    this.log.addEventListener("focusin", (event) => this.offerActions(event.target));
    this.log.addEventListener("focusout", (event) => {
      if (!this.log.contains(event.relatedTarget)) this.withdrawActions();
    });
    onKeys(this.log, this.walk);
    this.renameDays();
  },

  unmounted() {
    clearTimeout(this.midnight);
    document.removeEventListener("stream:rows", this.formatRows);
    document.removeEventListener("chat:edit-last", this.editLast);
  },

  methods: {
    formatRows({ target, detail }) {
      if (target.id === "messages") detail.rows.forEach((row) => formatMessage(row, this.me));
    },

    renameDays() {
      this.log.querySelectorAll(":scope > [data-day]").forEach((row) => formatMessage(row, this.me));
      this.midnight = atMidnight(this.renameDays);
    },

    // ---- one toolbar for all rows: a row of its own would double what each message costs

    makeToolbar() {
      const toolbar = document.createElement("div");
      toolbar.className = "message-toolbar";
      toolbar.dataset.keep = "";
      const add = (label, icon, press) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-label", label);
        button.title = label;
        button.innerHTML = icon;
        button.addEventListener("click", press);
        toolbar.append(button);
        return button;
      };
      const pencil = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M11 2.5 13.5 5 5.5 13H3v-2.5z"/></svg>';
      const bin = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5 5 13.5h6l.5-9"/></svg>';
      this.editButton = add("Edit message", pencil, () => this.edit(toolbar.parentElement));
      this.deleteButton = add("Delete message", bin, this.askOrDelete);
      // Last, since the toolbar stands at the right: on every row it is in the same place.
      const face = '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.7"/><path d="M5.6 9.4a2.8 2.8 0 0 0 4.8 0M6.1 6.3v.3M9.9 6.3v.3"/></svg>';
      this.reactButton = add("Add reaction", face, (event) => this.pick(toolbar.parentElement, event));
      return toolbar;
    },

    offerActions(target) {
      const row = target.closest?.("#messages > [data-key]");
      if (!row || row === this.toolbar.parentElement) return;
      this.withdrawActions();
      const isMine = row.hasAttribute("data-mine");
      this.reactButton.hidden = this.archived;
      this.editButton.hidden = !isMine || this.archived;
      this.deleteButton.hidden = !isMine && !this.moderates;
      const offers = !this.archived || !this.deleteButton.hidden;
      if (offers && !isEditing(row)) row.append(this.toolbar);
    },

    edit(row) {
      this.withdrawActions();
      openEditor(row, this.maxLength);
    },

    pick(row, { detail: clicks }) {
      const { key } = row.dataset;
      const react = (emoji) => this.press(key, { action: "react", emoji, on: "true" });
      pickEmoji(this.emoji, this.reactButton, clicks ? null : row, react);
    },

    // As if the row had such a button: the stream's actions are the one way to the server.
    press(key, data) {
      const button = document.createElement("button");
      Object.assign(button.dataset, data);
      this.row(key)?.append(button);
      button.click();
      button.remove();
    },

    withdrawActions() {
      if (this.withdrawing || !this.toolbar.isConnected) return;
      this.withdrawing = true; // removing a focused button makes `focusout`, which would remove it again
      delete this.deleteButton.dataset.action;
      this.deleteButton.removeAttribute("data-sure");
      this.toolbar.remove();
      this.withdrawing = false;
    },

    // Deleting asks once: the first press arms the button, the second is the stream's action.
    askOrDelete(event) {
      if (this.deleteButton.dataset.action) return;
      event.stopPropagation();
      this.deleteButton.dataset.action = "delete";
      this.deleteButton.setAttribute("data-sure", "Delete?");
    },

    // ---- what the server answers

    saved(key) {
      const row = this.row(key);
      if (row) closeEditor(row);
    },

    refused(key, message) {
      const row = this.row(key);
      if (row && isEditing(row)) refuseEdit(row, message);
      else Quasar.Notify.create({ message, type: "negative", position: "top" });
    },

    showPerson(id, name, avatar) {
      const rows = [...this.log.querySelectorAll(`:scope > [data-author="${Number(id)}"]`)];
      for (const row of rows) {
        row.querySelector(":scope > b").textContent = name;
        if (avatar) row.dataset.avatar = avatar;
        else delete row.dataset.avatar;
        formatMessage(row, this.me);
      }
    },

    row(key) {
      return document.getElementById(`messages-${key}`);
    },

    // ---- keyboard

    walk(event) {
      const row = event.target;
      if (row === this.log && event.key === "ArrowUp") return this.step(event, this.rows().at(-1));
      if (row.parentElement !== this.log || !row.dataset.key) return;
      if (event.key === "ArrowUp") this.step(event, row.previousElementSibling);
      else if (event.key === "ArrowDown") this.step(event, row.nextElementSibling);
      else if (event.key === "Escape") document.querySelector("#composer textarea")?.focus();
    },

    step(event, row) {
      if (!row?.dataset.key) return;
      event.preventDefault();
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    },

    rows() {
      return [...this.log.querySelectorAll(":scope > [data-key]")];
    },

    editLast() {
      const mine = this.log.querySelectorAll(":scope > [data-key][data-mine]");
      if (mine.length) this.edit(mine[mine.length - 1]);
    },

    toNewest() {
      this.log.stream.jump();
      document.querySelector("#composer textarea")?.focus();
    },
  },
};
