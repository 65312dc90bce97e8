// Has commands done that are typed in the composer, and says beside it what has become of them. The text stays until it is done.
import { openOnDemand } from "dialog";
import { onKeys } from "keyboard";
import { expectAnswer, isConnected } from "socket";

const MISSING = { me: "Say what you do, such as: /me waves" };

export default {
  template: `
    <div v-if="words" class="join" role="alert" @vue:mounted="opened">
      <span>{{ words }}</span>
      <button v-if="message" type="button" @click="send">Send as message</button>
      <button type="button" @click="close">{{ message ? "Cancel" : "OK" }}</button>
    </div>`,

  props: { room: String, isThread: Boolean },

  emits: ["run", "send", "done", "focus"],

  data: () => ({ words: "", message: null }),

  created() {
    this.running = null; // the command that the server has been asked for
    this.form = null; // the dialog from which it came, if it did: see live_form.js
  },

  beforeUnmount() {
    this.settle();
  },

  methods: {
    // command: as of readCommand
    run(command) {
      if (this.running) return this.say(`/${this.running.name} is being done. Please wait a moment.`);
      this.hide();
      if (!command.isKnown) return this.offer(command);
      if (MISSING[command.name]) return this.say(MISSING[command.name]);
      if (!isConnected()) return this.say(`No connection: /${command.name} was not done. Try again once it is back.`);
      if (command.name === "leave") return this.leave(command);
      return this.ask(command, { text: command.text });
    },

    ask(command, given) {
      this.running = command;
      window.socket.once("disconnect", this.lost);
      this.$emit("run", { name: command.name, ...given });
      return expectAnswer();
    },

    // What somebody has filled in; `form` says there what has become of it.
    submit(command, values, form) {
      if (!isConnected()) return form.say("No connection. Try again once it is back.");
      this.form = form;
      return this.ask(command, { form: values });
    },

    // By the server; words: what was done, or why it was not, or a form that asks for more.
    answered(words, isDone) {
      const { form } = this;
      const command = this.settle();
      if (!command) return;
      if (!isDone) return void (form ?? this).say(words);
      if (words?.entries) return void openOnDemand("The form", () => import("live_form"), ({ openForm }) => openForm(words, (...filled) => this.submit(command, ...filled)));
      this.hide();
      form?.done();
      if (words) Quasar.Notify.create({ message: words, type: "positive", position: "top" });
      this.$emit("done", command.typed);
    },

    // Somebody writes on.
    hide() {
      this.words = "";
      this.message = null;
    },

    offer({ name, typed }) {
      this.say(`There is no command /${name}. Nothing was sent.`);
      this.message = typed;
    },

    say(words) {
      this.words = words;
      this.message = null;
    },

    send() {
      const { message } = this;
      this.hide();
      this.$emit("send", message);
    },

    close() {
      this.hide();
      this.$emit("focus");
    },

    opened({ el }) {
      onKeys(el, this.pressed);
    },

    // In the bar, or in the box that it stands above; Escape closes it, and nothing else.
    pressed(event) {
      if (event.key !== "Escape" || event.defaultPrevented || !this.words) return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    },

    // The page asks whether one is sure. A thread has none: it belongs to its room.
    leave({ typed }) {
      if (this.isThread) return this.say("This works in rooms, not in threads.");
      this.$emit("done", typed);
      return location.assign(`/rooms/${this.room}/leave`);
    },

    lost() {
      const { form } = this;
      const command = this.settle();
      if (command) (form ?? this).say(`The connection was lost. Perhaps /${command.name} was done, perhaps not.`);
    },

    settle() {
      const command = this.running;
      this.running = this.form = null;
      window.socket?.off("disconnect", this.lost);
      return command;
    },
  },
};
