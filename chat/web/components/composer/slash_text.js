// Commands in the composer: a text that begins with a slash and one of their names. Some are messages, written in another way;
// the others are done by command_bar.js.
import { trimmed } from "message_text";

// takes: what follows the name; does: what is said of it; where(room): whether it is listed there
const anywhere = () => true;
const inRooms = ({ isDirect, isThread }) => !isDirect && !isThread;

export const COMMANDS = {
  poll: { takes: "Question? | Option | Option", does: "Ask everybody", where: anywhere },
  checklist: { takes: "Title | Task | Task", does: "Share a list of tasks", where: anywhere },
  event: { takes: "Title | 2027-01-31 18:00 | Place", does: "Ask who comes", where: anywhere },
  counter: { takes: "What is counted", does: "Count together", where: anywhere },
  chart: { takes: "Title | Label 3 | Label 5", does: "Draw numbers", where: anywhere },
  me: { takes: "text", does: "Say what you do", where: anywhere },
  shrug: { takes: "text", does: "Add ¯\\_(ツ)_/¯", where: anywhere },
  topic: { takes: "text", does: "Say what this room is about", where: (room) => inRooms(room) && room.moderates },
  invite: { takes: "@name", does: "Add people to this room", where: (room) => inRooms(room) && room.canAdd },
  status: { takes: "text or clear", does: "Set your status", where: anywhere },
  dnd: { takes: "30m, 1h, tomorrow or off", does: "Pause notifications", where: anywhere },
  away: { takes: "", does: "Be shown as offline", where: anywhere },
  active: { takes: "", does: "Show again that you are here", where: anywhere },
  mute: { takes: "", does: "Be told of nothing in this room", where: ({ isThread, isMember }) => !isThread && isMember },
  unmute: { takes: "", does: "Be told of this room again", where: ({ isThread, isMember }) => !isThread && isMember },
  leave: { takes: "", does: "Leave this room", where: (room) => inRooms(room) && room.isMember },
};

// Those of plugins, as [{ name, takes, does }].
export function addCommands(commands) {
  for (const { name, takes, does } of commands) COMMANDS[name] ??= { takes, does, where: anywhere };
}

// A name, and nothing else before the next space: paths, comments and fractions are texts.
const COMMAND = /^\/([a-z]{1,20})(?=\s|$)/i;
const ESCAPED = /^(?:\/|[^\S\n]+)(?=\/([a-z]{1,20})(?:\s|$))/i;
const ENDS_WITH_MARK = /(?<!\\)(?:\\\\)*\\$/;
const LOOSE_MARK = /(?<![\p{L}\p{N}\\])_|(?<!\\)_(?![\p{L}\p{N}])/gu;

const SHRUG = "¯\\\\\\_(ツ)\\_/¯"; // as Markdown

const isKnown = (name) => Object.hasOwn(COMMANDS, name.toLowerCase());

function split(text) {
  const found = COMMAND.exec(text);
  return found && { name: found[1].toLowerCase(), text: text.slice(found[0].length).trim() };
}

// Emphasis begins and ends in a line.
function emphasize(line) {
  const isOdd = (line.match(LOOSE_MARK)?.length ?? 0) % 2;
  const words = isOdd ? line.replace(LOOSE_MARK, "\\_") : line;
  return words && `_${words}${ENDS_WITH_MARK.test(words) ? "\\" : ""}_`;
}

const WRITERS = {
  me: (text) => text.split("\n").map((line) => emphasize(line.trim())).join("\n"),
  shrug: (text) => `${text} ${SHRUG}`.trim(),
};

const isMessage = ({ name, text }) => name === "shrug" || (name === "me" && text !== "");

// What a text asks to be done, as { name, text, typed, isKnown }; null for a message.
export function readCommand(typed) {
  const command = split(trimmed(typed));
  return command && !isMessage(command) ? { ...command, typed, isKnown: isKnown(command.name) } : null;
}

// What is sent of a text that is a message. A command's name can be written about behind another slash or a space.
export function asMessage(typed) {
  const text = trimmed(typed);
  const command = split(text);
  if (command) return isMessage(command) ? WRITERS[command.name](command.text) : text;
  const escaped = ESCAPED.exec(text);
  return escaped && isKnown(escaped[1]) ? text.slice(escaped[0].length) : text;
}
