// The form that begins a live message, such as a poll: drawn by what its kind asks for (chat/live/forms.py). What was typed stays
// until it is sent: after an error, and when the dialog was closed by mistake.
import { clockIn, deviceZone } from "clock";
import { makeDialog, toggle } from "dialog";
import { onKeys } from "keyboard";

const CLOSES = [
  ["", "When somebody closes it"],
  ["30", "In 30 minutes"],
  ["60", "In 1 hour"],
  ["240", "In 4 hours"],
  ["1440", "In a day"],
  ["10080", "In a week"],
  ["own", "On a day …"],
];
const HOUR = 3_600_000; // ms

const dialogs = new Map(); // by kind

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const makeLine = ({ name, hint }, most) => make("input", { type: "text", name, autocomplete: "off", dir: "auto", maxLength: most, placeholder: hint });

const makeTime = (name) => make("input", { type: "datetime-local", name });

function named(field, label) {
  field.setAttribute("aria-label", label);
  return field;
}

const labelled = ({ label, isOptional }, field) => make("label", { className: "live-form-entry" }, make("span", { textContent: label + (isOptional ? " (optional)" : "") }), field);

// ---- what kinds of entries there are: each returns its element, and how to read what is in it

const isTime = ({ type }) => type === "time" || type === "closing";

const MAKERS = {
  text(entry) {
    const field = makeLine(entry, entry.most);
    return { element: labelled({ ...entry, isOptional: !entry.least }, field), read: () => field.value };
  },

  number(entry) {
    const made = MAKERS.text({ ...entry, most: 18, least: 1 });
    made.element.querySelector("input").inputMode = "decimal";
    return made;
  },

  switch(entry) {
    const box = make("input", { type: "checkbox", name: entry.name });
    return { element: make("label", { className: "live-form-switch" }, box, entry.label), read: () => box.checked };
  },

  choice(entry) {
    const field = named(make("select", { name: entry.name }), entry.label);
    field.append(...entry.choices.map(([value, words]) => new Option(words, value)));
    return { element: labelled(entry, field), read: () => field.value };
  },

  time(entry) {
    const field = makeTime(entry.name);
    return { element: labelled({ ...entry, isOptional: !entry.least }, field), read: () => field.value };
  },

  closing(entry) {
    const field = named(make("select", { name: entry.name }), entry.label);
    field.append(...CLOSES.map(([value, words]) => new Option(words, value)));
    const own = named(Object.assign(makeTime("own"), { hidden: true }), `${entry.label} on`);
    field.addEventListener("change", () => {
      own.hidden = field.value !== "own";
      if (!own.hidden) own.focus();
    });
    const element = make("div", { className: "live-form-entry" }, labelled(entry, field), own);
    return { element, read: () => (field.value === "own" ? own.value || "own" : field.value) };
  },

  list: makeList,
};

// One line more than there are texts, up to what there may be. Enter goes on to the next, Backspace in an empty one to the one before.
function makeList(entry) {
  const list = make("div", { className: "live-form-list" });
  const lines = () => [...list.children];

  function grow() {
    while (lines().length < Math.min(entry.most, Math.max(entry.least, 1)) || (lines().at(-1).value && lines().length < entry.most)) add();
  }

  function add() {
    const number = list.children.length + 1;
    const label = `${entry.label} ${number}`;
    list.append(named(makeLine({ ...entry, hint: (number === 1 && entry.hint) || label }, 200), label));
  }

  function pressed(event) {
    const place = lines().indexOf(event.target);
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      const next = lines()[place + 1];
      if (!next || (!event.target.value && !next.value)) return; // nothing more is wanted: it is sent
      event.preventDefault();
      next.focus();
    } else if (event.key === "Backspace" && !event.target.value && place > 0) {
      event.preventDefault();
      for (const [at, line] of lines().slice(place).entries()) line.value = lines()[place + at + 1]?.value ?? "";
      lines()[place - 1].focus();
    }
  }

  // Several lines become as many options.
  function pasted(event) {
    const texts = (event.clipboardData?.getData("text/plain") ?? "").split("\n").map((text) => text.trim()).filter(Boolean);
    if (texts.length < 2) return;
    event.preventDefault();
    let place = lines().indexOf(event.target);
    for (const text of texts) {
      if (!lines()[place]) break;
      lines()[place].value = text;
      lines()[place].focus();
      place += 1;
      grow();
    }
  }

  list.addEventListener("input", grow);
  onKeys(list, pressed);
  list.addEventListener("paste", pasted);
  grow();
  const read = () => lines().map(({ value }) => value).filter((text) => text.trim());
  const heading = make("span", { textContent: `${entry.label}s` });
  return { element: make("div", { className: "live-form-entry" }, heading, list), read };
}

// ---- the dialogs

// One with a form that stays until what was filled in has been taken: submit(say), where say(text) says why it was not.
function makeFrame({ title, action }, entries, submit) {
  const dialog = makeDialog("live-dialog", title, "");
  const words = make("p", { className: "live-form-error" });
  words.setAttribute("role", "alert");
  const send = make("button", { type: "submit", className: "plain-button live-form-send", textContent: action });
  const close = named(make("button", { type: "button", className: "quiet dialog-close", textContent: "✕" }), "Close");
  const cancel = make("button", { type: "button", className: "plain-button dialog-close", textContent: "Cancel" });
  const form = make(
    "form",
    { className: "live-form-body", noValidate: true },
    make("div", { className: "live-form-entries" }, ...entries),
    make("footer", { className: "live-form-foot" }, words, cancel, send),
  );
  dialog.append(make("header", { className: "dialog-head" }, make("h2", { textContent: title, dir: "auto" }), close), form);
  const say = (text) => {
    words.textContent = text;
    send.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    words.textContent = "";
    send.disabled = true;
    submit(say);
  });
  form.addEventListener("input", () => (words.textContent = ""));
  return { dialog, form };
}

function makeForm({ name, label, entries, zone }) {
  const made = entries.map((entry) => [entry.name, MAKERS[entry.type](entry)]);
  const note = entries.some(isTime) && zone !== deviceZone() ? [make("p", { className: "live-form-note", textContent: `Times are those of ${zone}, the time zone of your profile.` })] : [];
  const read = () => Object.fromEntries(made.map(([key, { read: value }]) => [key, value()]));
  const words = { title: `New ${label.toLowerCase()}`, action: `Create ${label.toLowerCase()}` };
  const { dialog, form } = makeFrame(words, [...made.map(([, { element }]) => element), ...note], (say) => shown.submit(read(), { say, done }));
  const shown = { dialog, submit: null };
  onKeys(form, (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  function done() {
    dialog.close();
    dialog.remove();
    dialogs.delete(name);
  }
  return shown;
}

const begun = new Map(); // by the id of a question: what was written and has not been taken so far

// A text of one line that a button wants; returns the dialog. It is made in the room, where names are completed.
// question: { id, title, action, label }; send(text, { say(why), hear(error) }): `hear` is told once what has become of it,
// with an error or without, and returns whether that is shown here.
export function askForText({ id, title, action, label }, room, send) {
  const field = make("input", { type: "text", name: "text", autocomplete: "off", dir: "auto", maxLength: 200, value: begun.get(id) ?? "" });
  const { dialog } = makeFrame({ title, action }, [labelled({ label }, field)], (showWords) => {
    const say = (why) => {
      showWords(why);
      field.focus();
    };
    const hear = (error) => {
      if (!error) begun.delete(id);
      if (!dialog.open) return false;
      if (error) say(error);
      else dialog.close();
      return true;
    };
    if (field.value.trim()) send(field.value, { say, hear });
    else say("Write something first.");
  });
  field.addEventListener("input", () => begun.set(id, field.value));
  dialog.addEventListener("close", () => dialog.remove());
  room.append(dialog);
  if (toggle(dialog)) field.focus();
  return dialog;
}

function limit(dialog, zone) {
  for (const field of dialog.querySelectorAll("input[type=datetime-local]")) field.min = clockIn(zone, Date.now() + HOUR / 60);
}

// form: as of live_commands.py; onSubmit(values, { say(why), done() })
export function openForm(form, onSubmit) {
  if (!dialogs.has(form.name)) dialogs.set(form.name, makeForm(form));
  const { dialog } = dialogs.get(form.name);
  dialogs.get(form.name).submit = onSubmit;
  limit(dialog, form.zone);
  if (toggle(dialog)) dialog.querySelector(".live-form-entries :is(input, select)").focus();
}
