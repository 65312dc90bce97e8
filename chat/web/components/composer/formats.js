// How what is written can be formatted, by name: what each is called, and its keys with Ctrl, or ⌘ on Apple's devices.
import { isApple } from "keyboard";

export const COMMAND_KEY = isApple ? "⌘" : "Ctrl";

export const FORMATS = {
  bold: { label: "Bold", keys: ["B"] },
  italic: { label: "Italic", keys: ["I"] },
  strike: { label: "Strikethrough", keys: ["Shift", "X"] },
  link: { label: "Link", keys: ["K"] },
  number: { label: "Numbered list", keys: ["Shift", "7"] },
  bullet: { label: "Bulleted list", keys: ["Shift", "8"] },
  task: { label: "Task list", keys: [] },
  quote: { label: "Quote", keys: ["Shift", "9"] },
  code: { label: "Code", keys: ["E"] },
  block: { label: "Code block", keys: [] },
};

// All keys of one, as they are shown.
export const shownKeys = ({ keys }) => (keys.length ? [COMMAND_KEY, ...keys] : []);

export const PREVIEW_KEYS = [COMMAND_KEY, isApple ? "⌥" : "Alt", "P"];
