// How what may be meant looks in the list of completion.
import { hue, initials } from "avatar";

// kind: "@", "#", ":", "/", or "" for what is nothing but a word; person: whose picture stands there instead
export function makeOption(kind, { id, name, avatar, isMember, note, takes, person }, index) {
  const option = document.createElement("li");
  option.id = `completion-${index}`;
  option.dataset.index = String(index);
  option.setAttribute("role", "option");
  const label = document.createElement("bdi");
  label.className = "completion-name";
  label.translate = false;
  label.textContent = kind === "/" ? `/${name}` : id ? name : `@${name}`;
  if (person) option.append(makePicture(person.id, person.name, person.avatar));
  else if (kind && kind !== "/") option.append(makeFirst(kind, id, name, avatar));
  option.append(label);
  if (takes) option.append(Object.assign(document.createElement("span"), { className: "completion-takes", textContent: takes }));
  const more = note ?? (isMember ? "" : "not in this room");
  if (more) option.append(Object.assign(document.createElement("span"), { className: "completion-note", textContent: more }));
  return option;
}

// What stands before the name.
function makeFirst(kind, id, name, avatar) {
  if (kind === "@") return makePicture(id, name, avatar);
  const sign = makeSign(kind === ":" ? id : kind);
  if (kind === ":") sign.classList.add("completion-emoji");
  return sign;
}

function makePicture(id, name, avatar) {
  if (!id) return makeSign("@");
  const picture = document.createElement("span");
  picture.className = `avatar hue-${hue(id)}`;
  picture.ariaHidden = "true";
  picture.translate = false;
  if (avatar) picture.append(Object.assign(document.createElement("img"), { src: `/avatars/${avatar}.webp`, alt: "" }));
  else picture.textContent = initials(name);
  return picture;
}

function makeSign(text) {
  const sign = document.createElement("span");
  sign.className = "completion-sign";
  sign.ariaHidden = "true";
  sign.textContent = text;
  return sign;
}
